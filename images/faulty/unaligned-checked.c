/* Reads a doubleword at an odd address with SCTLR_EL1.A set: Normal memory would allow it otherwise. */
#include "runtime.h"

IMAGE("unaligned-checked", MMU_ON)
{
    u64 value, at = free_ram() + 3;
    __asm__ volatile("ldr %0, [%1]" : "=r"(value) : "r"(at) : "memory");
    print("without SCTLR_EL1.A it is read\n");
    write_register(SCTLR_EL1, read_register(SCTLR_EL1) | 2);
    isb();
    __asm__ volatile("ldr %0, [%1]" : "=r"(value) : "r"(at) : "memory");
    print("read %lu\n", value);
    return FAIL;
}
