/* Branches to an address that is no multiple of four. */
#include "runtime.h"

IMAGE("pc-misaligned", MMU_ON)
{
    print("branching to 2 past an instruction\n");
    __asm__ volatile("adr x9, 1f\n\tadd x9, x9, #2\n\tblr x9\n1:\tnop" ::: "x9", "x30", "memory");
    return FAIL;
}
