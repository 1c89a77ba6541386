/* Moves to a SIMD register while CPACR_EL1.FPEN traps it. */
#include "runtime.h"

IMAGE("fp-trapped", MMU_ON)
{
    write_register(CPACR_EL1, 0);
    isb();
    print("using d0\n");
    __asm__ volatile("fmov d0, xzr");
    return FAIL;
}
