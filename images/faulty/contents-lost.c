/* Lends a page to the host, takes it back, and expects in it what it held before. */
#include "runtime.h"

IMAGE("contents-lost", MMU_ON)
{
    u64 page = free_ram();
    *(volatile u64 *)page = 42;
    check(set_ripas(page, page + environment.unit, RIPAS_EMPTY, 0), "shared a page");
    check(set_ripas(page, page + environment.unit, RIPAS_RAM, 0), "took it back");
    check(*(volatile u64 *)page == 42, "it holds what it held");
    return FAIL;
}
