/* Turns a virtual CPU on where no memory is: it faults at its first instruction, and then in its vectors, for ever. */
#include "runtime.h"
#include "gic.h"

static volatile u64 alive;

IMAGE("cpu-on-empty", MMU_ON)
{
    s64 status = (s64)smc(PSCI_CPU_ON, 1, 0x1000, (u64)&alive, 0).x0;
    check(status == PSCI_SUCCESS, "CPU_ON with entry 0x1000 answers %ld", status);
    for (u64 end = now() + MILLISECOND; !alive;)
        require(now() < end, "CPU 1 is there within a millisecond");
    return FAIL;
}
