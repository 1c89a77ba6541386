/* Fetches a token that it never asked for. */
#include "runtime.h"

static u8 token[PAGE] __attribute__((aligned(4096)));

IMAGE("token-not-begun", MMU_ON)
{
    u64 status = smc(RSI_ATTESTATION_TOKEN_CONTINUE, (u64)token, 0, 512, 0).x0;
    check(status == RSI_INCOMPLETE, "RSI_ATTESTATION_TOKEN_CONTINUE answers %lu", status);
    return FAIL;
}
