/* Uses a page whose descriptor has AF = 0; nobody updates it in hardware. */
#include "runtime.h"
#include "mmu.h"

IMAGE("access-flag", MMU_ON)
{
    map(0x4000000000UL, free_ram(), PAGE, MAP_DATA & ~PTE_AF);
    print("reading the page\n");
    print("read %lx\n", *(volatile u64 *)0x4000000000UL);
    return FAIL;
}
