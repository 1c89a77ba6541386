/* Forgets to fill in the table base before it writes TTBR0_EL1. */
#include "runtime.h"

IMAGE("tables-nowhere", MMU_ON)
{
    print("changing to other tables\n");
    write_register(TTBR0_EL1, 0UL);
    __asm__ volatile("tlbi vmalle1\n dsb ish\n isb" ::: "memory");
    return FAIL;
}
