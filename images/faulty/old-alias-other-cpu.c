/* One virtual CPU shares a page with the host, and the other goes on using it by its old, private address. */
#include "runtime.h"
#include "cpus.h"

static volatile u64 page, shared;

static void share(__attribute__((unused)) u32 cpu)
{
    check(set_ripas(page, page + environment.unit, RIPAS_EMPTY, 0), "shared a page");
    __atomic_store_n(&shared, 1, __ATOMIC_RELEASE);
    for (;;)
        wfi();
}

IMAGE("old-alias-other-cpu", MMU_ON)
{
    page = free_ram();
    *(volatile u64 *)page = 42;
    check(cpu_start(1, share) == PSCI_SUCCESS, "CPU 1 is on");
    while (!__atomic_load_n(&shared, __ATOMIC_ACQUIRE))
        ;
    return *(volatile u64 *)page == 42 ? PASS : FAIL;
}
