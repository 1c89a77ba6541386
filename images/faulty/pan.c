/* A kernel reads memory of EL0 with PSTATE.PAN set, as a copy routine does that forgets to clear it. */
#include "runtime.h"
#include "mmu.h"

IMAGE("pan", MMU_ON)
{
    u64 at = 0x4000000000UL;
    map(at, free_ram(), PAGE, MAP_DATA | PTE_USER);
    *(volatile u64 *)at = 1;
    check(*(volatile u64 *)at == 1, "EL1 may use a page of EL0");
    __asm__ volatile("msr pan, #1" ::: "memory");
    print("reading it with PAN set\n");
    print("read %lu\n", *(volatile u64 *)at);
    return FAIL;
}
