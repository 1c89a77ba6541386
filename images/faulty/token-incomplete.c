/* Takes the first piece of an attestation token for all of it. */
#include "runtime.h"

static u8 token[PAGE] __attribute__((aligned(4096)));

IMAGE("token-incomplete", MMU_OFF)
{
    struct call call = { { RSI_ATTESTATION_TOKEN_INIT, 1, 2, 3, 4, 5, 6, 7, 8 } };
    call_above(&call);
    check(call.x[0] == RSI_SUCCESS, "a token of at most %lu bytes is begun", call.x[1]);
    struct answer answer = smc(RSI_ATTESTATION_TOKEN_CONTINUE, (u64)token, 0, 64, 0);
    print("got %lu bytes\n", answer.x1);
    check(answer.x1 > 1000, "a token has more than that");
    return FAIL;
}
