/* Writes a pair of registers to a device: such an access has no syndrome, so the host cannot emulate it. */
#include "runtime.h"

IMAGE("mmio-pair", MMU_ON)
{
    print("storing a pair to the console\n");
    __asm__ volatile("stp w0, w1, [%0]" :: "r"(environment.shared_bit | 0x1C090000) : "memory");
    return FAIL;
}
