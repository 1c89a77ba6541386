/* Maps another page at an address that it has used, and forgets the TLB: what is read there is still the old page. */
#include "runtime.h"
#include "mmu.h"

IMAGE("missing-tlbi", MMU_ON)
{
    u64 page = free_ram(), at = 0x4000155000UL;
    u32 level;
    *(volatile u64 *)page = 1;
    *(volatile u64 *)(page + PAGE) = 2;
    map(at, page, PAGE, MAP_DATA);
    check(*(volatile u64 *)at == 1, "the first page is there");
    *(volatile u64 *)descriptor_of(at, &level) = 0;
    dsb();
    map(at, page + PAGE, PAGE, MAP_DATA);
    u64 value = *(volatile u64 *)at;
    check(value == 2, "the second page is there: read %lu", value);
    return FAIL;
}
