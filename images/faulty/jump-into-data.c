/* Jumps into data with the MMU off, where everything may be executed: what lies there is no instruction. */
#include "runtime.h"

static volatile u32 data[4] = { 1, 2, 3, 4 };

IMAGE("jump-into-data", MMU_OFF)
{
    print("calling data at %p\n", (void *)data);
    ((void (*)(void))data)();
    return FAIL;
}
