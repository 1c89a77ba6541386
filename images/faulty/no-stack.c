/* Pushes with SP still at zero, as code does that was entered before anybody gave it a stack. */
#include "runtime.h"

IMAGE("no-stack", MMU_ON)
{
    print("pushing without a stack\n");
    __asm__ volatile("mov x9, #0\n mov sp, x9\n str x30, [sp, #-16]!" ::: "x9", "memory");
    return FAIL;
}
