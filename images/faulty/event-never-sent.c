/* One virtual CPU waits for an event, and the other one turns itself off without sending it. */
#include "runtime.h"
#include "cpus.h"

static volatile u64 answer;

static void leaves(__attribute__((unused)) u32 cpu) { }

IMAGE("event-never-sent", MMU_ON)
{
    check(cpu_start(1, leaves) == PSCI_SUCCESS, "CPU 1 is on");
    while (!answer)
        __asm__ volatile("wfe" ::: "memory");
    return FAIL;
}
