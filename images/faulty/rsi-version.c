/* Asks for a revision of the RSI that the RMM does not offer. */
#include "runtime.h"

IMAGE("rsi-version", MMU_ON)
{
    struct answer answer = smc(RSI_VERSION, 0x20000, 0, 0, 0);
    check(answer.x0 == RSI_SUCCESS, "RSI 2.0 is there");
    return FAIL;
}
