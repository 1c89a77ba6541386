/* Takes a page's descriptor away and forgets the TLB: what is there can still be read, or cannot any more, as the TLB likes. */
#include "runtime.h"
#include "mmu.h"

IMAGE("missing-tlbi", MMU_ON)
{
    u64 page = free_ram(), at = 0x4000155000UL;
    u32 level;
    *(volatile u64 *)page = 1;
    map(at, page, PAGE, MAP_DATA);
    check(*(volatile u64 *)at == 1, "the page is there");
    *(volatile u64 *)descriptor_of(at, &level) = 0;
    dsb();
    isb();
    u64 value = *(volatile u64 *)at;
    check(0, "it can no longer be read: %lu", value);
    return FAIL;
}
