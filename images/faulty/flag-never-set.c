/* One virtual CPU waits for a word that the other should write, and that one sleeps. */
#include "runtime.h"
#include "cpus.h"

static volatile u64 answer;

static void sleeps(__attribute__((unused)) u32 cpu)
{
    for (;;)
        wfi();
}

IMAGE("flag-never-set", MMU_ON)
{
    check(cpu_start(1, sleeps) == PSCI_SUCCESS, "CPU 1 is on");
    print("waiting for its answer\n");
    while (!answer)
        ;
    return FAIL;
}
