/* Ends by turning its CPU off, where it should turn the system off. */
#include "runtime.h"

IMAGE("turned-off", MMU_OFF)
{
    print("done\n");
    smc(PSCI_CPU_OFF, 0, 0, 0, 0);
    return FAIL;
}
