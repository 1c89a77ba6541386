/* Keeps a stage 1 table in memory that it shares with the host. */
#include "runtime.h"
#include "mmu.h"

IMAGE("tables-shared", MMU_ON)
{
    u64 page = free_ram(), alias = map_shared(page, PAGE);
    check(set_ripas(page, page + environment.unit, RIPAS_EMPTY, 0), "shared a page");
    u32 level;
    ((volatile u64 *)alias)[0] = (page + 2 * MIB) | MAP_DATA | PTE_VALID;       /* a level 1 table would have 1 GiB blocks */
    *(volatile u64 *)descriptor_of(0x10000000000UL, &level) = alias | PTE_VALID | PTE_TABLE;
    dsb();
    isb();
    print("reading through a table in it\n");
    print("read %lx\n", *(volatile u64 *)0x10000000000UL);
    return FAIL;
}
