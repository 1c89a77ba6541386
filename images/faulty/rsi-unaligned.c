/* Asks for the realm's configuration at an address in the middle of a page. */
#include "runtime.h"

static u8 buffer[2 * PAGE] __attribute__((aligned(4096)));

IMAGE("rsi-unaligned", MMU_ON)
{
    u64 status = smc(RSI_REALM_CONFIG, (u64)buffer + 256, 0, 0, 0).x0;
    check(status == RSI_SUCCESS, "RSI_REALM_CONFIG at %p answers %lu", (void *)(buffer + 256), status);
    return FAIL;
}
