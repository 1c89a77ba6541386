/* Finds its own data wrong and says so by BRK, as compilers and kernels do. */
#include "runtime.h"

static volatile u32 count = 3;

IMAGE("assertion", MMU_ON)
{
    print("asserting that 3 is 4\n");
    if (count != 4)
        __asm__ volatile("brk #0x800");
    return FAIL;
}
