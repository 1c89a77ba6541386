/* Asks for a change of RIPAS with top and base exchanged. */
#include "runtime.h"

IMAGE("rsi-empty-range", MMU_ON)
{
    u64 page = free_ram();
    u64 status = smc(RSI_IPA_STATE_SET, page + PAGE, page, RIPAS_EMPTY, 0).x0;
    check(status == RSI_SUCCESS, "RSI_IPA_STATE_SET with top below base answers %lu", status);
    return FAIL;
}
