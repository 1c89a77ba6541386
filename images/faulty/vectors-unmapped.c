/* The vector table is at an address that no table maps: the first exception never reaches a handler. */
#include "runtime.h"

IMAGE("vectors-unmapped", MMU_ON)
{
    write_register(VBAR_EL1, 0x4000000000UL);
    isb();
    print("taking an exception\n");
    __asm__ volatile("brk #1");
    return FAIL;
}
