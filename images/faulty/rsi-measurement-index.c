/* Extends a measurement that does not exist: there are four. */
#include "runtime.h"

IMAGE("rsi-measurement-index", MMU_ON)
{
    u64 status = smc(RSI_MEASUREMENT_EXTEND, 5, 8, 42, 0).x0;
    check(status == RSI_SUCCESS, "RSI_MEASUREMENT_EXTEND of measurement 5 answers %lu", status);
    return FAIL;
}
