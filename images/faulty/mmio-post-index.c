/* Reads a device with write-back, as compilers do in copy loops: such an access has no syndrome. */
#include "runtime.h"

IMAGE("mmio-post-index", MMU_ON)
{
    u64 address = environment.shared_bit | 0x1C090018;
    u32 value;
    print("loading from the console, and then 4 on\n");
    __asm__ volatile("ldr %w0, [%1], #4" : "=r"(value), "+r"(address) :: "memory");
    print("read %x\n", value);
    return FAIL;
}
