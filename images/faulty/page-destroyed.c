/* Has the host take a private page away without having given it up, and reads it. */
#include "runtime.h"

IMAGE("page-destroyed", MMU_ON)
{
    volatile u64 *page = (volatile u64 *)free_ram();
    *page = 42;
    check(host_call(HOST_TAKE_PAGE, (u64)page) == 0, "the host has taken the page");
    print("reading it\n");
    print("read %lu\n", *page);
    return FAIL;
}
