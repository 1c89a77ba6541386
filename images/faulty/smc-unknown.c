/* Depends on a call that nobody answers, and gives up when it is refused. */
#include "runtime.h"

#define RSI_NOT_THERE   0xC40001A9

IMAGE("smc-unknown", MMU_ON)
{
    struct answer answer = smc(RSI_NOT_THERE, 0, 0, 0, 0);
    check(answer.x0 == RSI_SUCCESS, "call 0x%x answers %ld", RSI_NOT_THERE, (s64)answer.x0);
    return FAIL;
}
