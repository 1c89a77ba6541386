/* Calls itself without end with the MMU off: nothing stops the stack before it has written over the code. */
#include "recursion.h"

IMAGE("stack-in-code", MMU_OFF)
{
    return recurse();
}
