/* Signs a pointer, changes the key, and authenticates it. */
#include "runtime.h"

IMAGE("pac-failure", MMU_ON)
{
    write_register(SCTLR_EL1, read_register(SCTLR_EL1) | 1UL << 31);
    write_register(S3_0_C2_C1_0, 0x1234567890ABCDEF);       /* APIAKeyLo_EL1 */
    isb();
    u64 pointer = (u64)&image_main;
    __asm__ volatile("pacia %0, %1" : "+r"(pointer) : "r"(0x1000UL));
    print("signed: %p\n", (void *)pointer);
    write_register(S3_0_C2_C1_0, 0xFEDCBA0987654321);
    isb();
    __asm__ volatile("autia %0, %1\n\tblr %0" : "+r"(pointer) : "r"(0x1000UL) : "x30", "memory");
    return FAIL;
}
