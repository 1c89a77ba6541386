/* An exception handler that returns to the instruction that faulted, and has cured nothing. */
#include "runtime.h"

static int nothing(__attribute__((unused)) struct frame *frame, __attribute__((unused)) u32 vector) { return 1; }

IMAGE("fault-not-cured", MMU_ON)
{
    on_exception = nothing;
    print("writing where nothing is mapped\n");
    *(volatile u64 *)0x0000700000000000UL = 1;
    return FAIL;
}
