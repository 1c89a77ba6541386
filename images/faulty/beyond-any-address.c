/* Reads an address that is far beyond the IPA space, as a pointer is that was never written. */
#include "runtime.h"

IMAGE("beyond-any-address", MMU_OFF)
{
    u64 value, at = 3UL << (environment.ipa_width + 2) | 0x5A5A5A58;
    print("reading %p\n", (void *)at);
    __asm__ volatile("ldr %0, [%1]" : "=r"(value) : "r"(at) : "memory");
    print("read %lx\n", value);
    return FAIL;
}
