/* Two virtual CPUs take the same two locks, each in the other order. */
#include "runtime.h"
#include "cpus.h"

static volatile u64 locks[2], holding[2];

static void take(u32 lock)
{
    while (__atomic_exchange_n(&locks[lock], 1, __ATOMIC_ACQUIRE))
        ;
}

static void take_both(u32 cpu)
{
    take(cpu);
    __atomic_store_n(&holding[cpu], 1, __ATOMIC_RELEASE);
    while (!__atomic_load_n(&holding[1 - cpu], __ATOMIC_ACQUIRE))
        ;
    take(1 - cpu);
}

IMAGE("deadlock", MMU_ON)
{
    check(cpu_start(1, take_both) == PSCI_SUCCESS, "CPU 1 is on");
    print("each takes its own lock, then the other's\n");
    take_both(0);
    return FAIL;
}
