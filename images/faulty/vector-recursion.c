/* An exception handler that faults itself: every fault brings the next, and the first one's syndrome is lost. */
#include "runtime.h"

extern u8 bad_vectors[];

__asm__(
    "       .pushsection .text.bad_vectors, \"ax\"\n"
    "       .balign 2048\n"
    "bad_vectors:\n"
    "       .rept   16\n"
    "       .balign 128\n"
    "       mov     x0, #8\n"
    "       ldr     x0, [x0]\n"
    "       eret\n"
    "       .endr\n"
    "       .balign 128\n"
    "       .popsection\n");

IMAGE("vector-recursion", MMU_ON)
{
    write_register(VBAR_EL1, (u64)bad_vectors);
    isb();
    print("taking an exception with a handler that faults\n");
    __asm__ volatile("svc #1" ::: "x0", "memory");
    return FAIL;
}
