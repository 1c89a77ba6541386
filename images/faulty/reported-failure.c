/* Finds by itself that a result is wrong, and reports it to the host. */
#include "runtime.h"

IMAGE("reported-failure", MMU_OFF)
{
    u64 state = argument, sum = 0;
    for (int i = 0; i < 100; i++)
        sum += next_random(&state) & 1;
    check(sum == 100, "a hundred throws are a hundred heads: %lu", sum);
    return FAIL;
}
