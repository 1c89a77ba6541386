/* Reads an address that the tables stop short of, at the level that the argument says. */
#include "runtime.h"
#include "mmu.h"

static const u64 addresses[] = { 0x7F8000000000, 0x4080000000, 0x4000200000, 0x4000001000 };

IMAGE("not-mapped", MMU_ON)
{
    map(0x4000000000UL, free_ram(), PAGE, MAP_DATA);
    u64 address = addresses[argument & 3];
    print("reading %p, which level %lu leaves out\n", (void *)address, argument & 3);
    print("read %lx\n", *(volatile u64 *)address);
    return FAIL;
}
