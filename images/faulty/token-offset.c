/* Fetches a token with an offset that grows past the page: it has to begin again at 0 with the next page. */
#include "runtime.h"

static u8 token[2 * PAGE] __attribute__((aligned(4096)));

IMAGE("token-offset", MMU_ON)
{
    struct call call = { { RSI_ATTESTATION_TOKEN_INIT, 1, 2, 3, 4, 5, 6, 7, 8 } };
    call_above(&call);
    check(call.x[0] == RSI_SUCCESS, "a token of at most %lu bytes is begun", call.x[1]);
    for (u64 offset = 0;; offset += 1024) {
        struct answer answer = smc(RSI_ATTESTATION_TOKEN_CONTINUE, (u64)token, offset, 16, 0);
        if (answer.x0 == RSI_SUCCESS)
            break;
        check(answer.x0 == RSI_INCOMPLETE, "RSI_ATTESTATION_TOKEN_CONTINUE at offset %lu answers %lu", offset, answer.x0);
    }
    return FAIL;
}
