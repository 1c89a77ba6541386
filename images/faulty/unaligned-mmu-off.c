/* Stores a doubleword at an odd address while the MMU is off: all memory is Device then, whatever SCTLR_EL1.A says. */
#include "runtime.h"

static u8 buffer[64] __attribute__((aligned(16)));

IMAGE("unaligned-mmu-off", MMU_OFF)
{
    print("storing 8 bytes at 3 past a boundary\n");
    __asm__ volatile("stur %0, [%1, #3]" :: "r"(0x1122334455667788UL), "r"(buffer) : "memory");
    return FAIL;
}
