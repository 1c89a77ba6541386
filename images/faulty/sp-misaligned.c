/* Uses SP as a base while it is no multiple of sixteen; SCTLR_EL1.SA is on. */
#include "runtime.h"

IMAGE("sp-misaligned", MMU_ON)
{
    write_register(SCTLR_EL1, read_register(SCTLR_EL1) | 1UL << 3);
    isb();
    print("pushing onto a stack that is off by 8\n");
    __asm__ volatile("mov x9, sp\n\tsub sp, sp, #8\n\tstr x9, [sp]\n\tmov sp, x9" ::: "x9", "memory");
    return FAIL;
}
