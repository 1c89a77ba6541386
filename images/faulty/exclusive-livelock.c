/* A load exclusive and its store with a CLREX in between, as a context switch puts one there: the store never succeeds. */
#include "runtime.h"

static volatile u64 word;

IMAGE("exclusive-livelock", MMU_ON)
{
    print("counting by exclusives\n");
    __asm__ volatile(
        "1:     ldxr    x9, [%0]\n"
        "       add     x9, x9, #1\n"
        "       clrex\n"
        "       stxr    w10, x9, [%0]\n"
        "       cbnz    w10, 1b\n" :: "r"(&word) : "x9", "x10", "memory");
    return FAIL;
}
