/* Copies a function into a shared page and calls it there. Unprotected memory is never executable. */
#include "runtime.h"
#include "mmu.h"

#define RET     0xD65F03C0

IMAGE("execute-shared", MMU_ON)
{
    u64 page = free_ram(), alias = page | environment.shared_bit;
    check(set_ripas(page, page + environment.unit, RIPAS_EMPTY, 0), "shared a page");
    map(alias, alias, PAGE, PTE_ATTR(ATTR_NORMAL) | PTE_INNER | PTE_AF | PTE_UXN);
    *(volatile u32 *)alias = RET;
    dsb();
    isb();
    print("calling the function in it\n");
    ((void (*)(void))alias)();
    return FAIL;
}
