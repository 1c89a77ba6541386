/* Shares one page of 4 KiB, whatever the size of the host's pages is. */
#include "runtime.h"

IMAGE("conversion-unit", MMU_OFF)
{
    u64 page = free_ram() + PAGE;
    print("sharing %p to %p\n", (void *)page, (void *)(page + PAGE));
    check(set_ripas(page, page + PAGE, RIPAS_EMPTY, 0), "the page is shared");
    *(volatile u64 *)(page | environment.shared_bit) = 1;
    return PASS;
}
