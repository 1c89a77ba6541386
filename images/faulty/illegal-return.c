/* Returns to EL2h from EL1: SPSR_EL1 was copied from code for a hypervisor. */
#include "runtime.h"

IMAGE("illegal-return", MMU_ON)
{
    print("returning with SPSR_EL1 = 0x3c9\n");
    __asm__ volatile("adr x9, 1f\n\tmsr ELR_EL1, x9\n\tmov x9, #0x3C9\n\tmsr SPSR_EL1, x9\n\tisb\n\teret\n1:\tnop" ::: "x9", "memory");
    return FAIL;
}
