/* A trap that the compiler put where control can never come; its number has the bits of a granule protection fault's status. */
#include "runtime.h"

static volatile u64 divisor;

IMAGE("trap", MMU_ON)
{
    if (divisor == 0)
        __builtin_trap();
    return FAIL;
}
