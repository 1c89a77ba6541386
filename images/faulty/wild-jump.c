/* Calls through a pointer that holds no address of code. */
#include "runtime.h"

static void (*volatile handler)(void) = (void (*)(void))0x5A5A5A5A5A58UL;

IMAGE("wild-jump", MMU_ON)
{
    print("calling %p\n", (void *)handler);
    handler();
    return FAIL;
}
