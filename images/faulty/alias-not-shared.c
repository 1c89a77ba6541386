/* Uses a page by its shared address without ever sharing it: that is another page, which the host put there. */
#include "runtime.h"
#include "mmu.h"

IMAGE("alias-not-shared", MMU_ON)
{
    u64 page = free_ram(), alias = map_shared(page, PAGE);
    *(volatile u64 *)page = 42;
    check(*(volatile u64 *)alias == 42, "the host sees what was written");
    return FAIL;
}
