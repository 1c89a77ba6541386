/* RAM mapped with the wrong attribute index: Device memory takes no DC ZVA. */
#include "runtime.h"
#include "mmu.h"

IMAGE("ram-as-device", MMU_ON)
{
    map(0x4000000000UL, free_ram(), PAGE, MAP_DEVICE);
    print("zeroing a block of it\n");
    __asm__ volatile("dc zva, %0" :: "r"(0x4000000000UL) : "memory");
    return FAIL;
}
