/* Follows a pointer into memory that holds something else: poison, text, a number. */
#include "runtime.h"

static volatile u64 freed = 0xDEADBEEFDEADBEE8UL;

IMAGE("wild-pointer", MMU_ON)
{
    print("following %lx\n", freed);
    print("%lx\n", *(volatile u64 *)freed);
    return FAIL;
}
