/* Restores a frame that was never made: the load reaches beyond the top of the stack. */
#include "runtime.h"

IMAGE("stack-underflow", MMU_ON)
{
    print("restoring what was never saved\n");
    __asm__ volatile("ldr x9, [sp, #0x400]" ::: "x9", "memory");
    return FAIL;
}
