/* Hands RSI_HOST_CALL a structure in shared memory, where the host could change it. */
#include "runtime.h"

IMAGE("rsi-shared-buffer", MMU_ON)
{
    u64 page = free_ram();
    check(set_ripas(page, page + environment.unit, RIPAS_EMPTY, 0), "shared a page");
    u64 status = smc(RSI_HOST_CALL, page | environment.shared_bit, 0, 0, 0).x0;
    check(status == RSI_SUCCESS, "RSI_HOST_CALL with its structure in that page answers %lu", status);
    return FAIL;
}
