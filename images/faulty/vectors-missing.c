/* VBAR_EL1 was never set. */
#include "runtime.h"

IMAGE("vectors-missing", MMU_OFF)
{
    write_register(VBAR_EL1, 0);
    isb();
    print("taking an exception\n");
    __asm__ volatile("brk #1");
    return FAIL;
}
