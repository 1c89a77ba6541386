/* Reads a word of a device at an address that is not a multiple of four. */
#include "runtime.h"

IMAGE("unaligned-device", MMU_ON)
{
    u32 value;
    print("reading a word of the console at offset 0x19\n");
    __asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"((environment.shared_bit | 0x1C090000) + 0x19) : "memory");
    print("read %x\n", value);
    return FAIL;
}
