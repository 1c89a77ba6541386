/* Gives up by a reset, which never is a pass. */
#include "runtime.h"

IMAGE("asked-for-reset", MMU_ON)
{
    print("asking for a reset\n");
    smc(PSCI_SYSTEM_RESET, 0, 0, 0, 0);
    return FAIL;
}
