/* Takes a page's descriptor away and forgets the TLB: what is there can still be read, or cannot any more, as the TLB likes. */
#include "runtime.h"
#include "stale.h"

IMAGE("missing-tlbi", MMU_ON)
{
    u64 at = 0x4000155000UL;
    use_alias(at);
    replace_descriptor(at, 0);
    u64 value = *(volatile u64 *)at;
    check(0, "it can no longer be read: %lu", value);
    return FAIL;
}
