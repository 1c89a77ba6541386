/* A lock in a packed structure, which crosses a line of 16 bytes. */
#include "runtime.h"

static struct __attribute__((packed)) { u8 kind[12]; u64 lock; } entry __attribute__((aligned(16)));

IMAGE("unaligned-atomic", MMU_ON)
{
    u64 seen = 0, address = (u64)&entry + 12;
    print("taking a lock that is not aligned\n");
    __asm__ volatile(".arch_extension lse\n cas %0, %1, [%2]" : "+r"(seen) : "r"(1UL), "r"(address) : "memory");
    print("the lock was %lx\n", seen);
    return FAIL;
}
