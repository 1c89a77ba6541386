/* Calls itself without end, until its stack reaches the guard below it. */
#include "recursion.h"

IMAGE("stack-overflow", MMU_ON)
{
    return recurse();
}
