/* Turns on a virtual CPU that the realm does not have. */
#include "runtime.h"
#include "cpus.h"

static void never(__attribute__((unused)) u32 cpu) { finish(FAIL); }

IMAGE("cpu-on-unknown", MMU_ON)
{
    check(cpu_start(MOST_CPUS - 1, never) == PSCI_SUCCESS, "the last CPU is on");
    return FAIL;
}
