/* Turns on a virtual CPU that the realm does not have. */
#include "runtime.h"
#include "smccc.h"

/* Affinity level 3 is no realm's. */
#define NOBODY (1UL << 32)

IMAGE("cpu-on-unknown", MMU_ON)
{
    check(smc(PSCI_CPU_ON, NOBODY, 0x80000000, 0, 0).x0 == PSCI_SUCCESS, "the CPU is on");
    return FAIL;
}
