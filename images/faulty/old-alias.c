/* Shares a page with the host, and goes on using it by its old, private address. */
#include "runtime.h"
#include "mmu.h"

IMAGE("old-alias", MMU_ON)
{
    u64 page = free_ram(), alias = map_shared(page, PAGE);
    probe_store64(page, 42);
    check(set_ripas(page, page + environment.unit, RIPAS_EMPTY, 0), "shared a page");
    check(probe_load64(alias, 0) == 0, "the shared page is clean");
    print("reading it by its private address\n");
    print("read %lx\n", *(volatile u64 *)page);
    return FAIL;
}
