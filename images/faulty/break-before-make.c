/* Replaces a valid descriptor by another valid one, without a moment in which there is none. */
#include "runtime.h"
#include "mmu.h"

IMAGE("break-before-make", MMU_ON)
{
    u64 page = free_ram(), at = 0x4000000000UL;
    u32 level;
    map(at, page, PAGE, MAP_DATA);
    *(volatile u64 *)page = 1;
    *(volatile u64 *)(page + PAGE) = 2;
    check(*(volatile u64 *)at == 1, "the first page is there");
    *(volatile u64 *)descriptor_of(at, &level) = (page + PAGE) | MAP_DATA | PTE_VALID | PTE_TABLE;
    dsb();
    isb();
    u64 value = *(volatile u64 *)at;
    check(value == 2, "the second page is there at once: read %lu", value);
    invalidate(at);
    return FAIL;
}
