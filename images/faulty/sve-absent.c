/* Asks for the SVE vector length in a realm that has no SVE; CPACR_EL1 allows it. */
#include "runtime.h"

IMAGE("sve-absent", MMU_ON)
{
    write_register(CPACR_EL1, 3UL << 20 | 3UL << 16);
    isb();
    print("executing rdvl x0, #1\n");
    __asm__ volatile(".inst 0x04BF5020" ::: "x0");
    return FAIL;
}
