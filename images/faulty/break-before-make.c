/* Replaces a valid descriptor by another valid one, without a moment in which there is none. */
#include "runtime.h"
#include "stale.h"

IMAGE("break-before-make", MMU_ON)
{
    u64 at = 0x4000000000UL, page = use_alias(at);
    replace_descriptor(at, (page + PAGE) | MAP_DATA | PTE_VALID | PTE_TABLE);
    u64 value = *(volatile u64 *)at;
    check(value == 2, "the second page is there at once: read %lu", value);
    invalidate(at);
    return FAIL;
}
