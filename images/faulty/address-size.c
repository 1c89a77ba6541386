/* A descriptor with an output address that TCR_EL1.IPS, here 36 bits, has no room for. */
#include "runtime.h"
#include "mmu.h"

void enable_mmu(u64 ttbr, u64 tcr, u64 mair);

IMAGE("address-size", MMU_OFF)
{
    build_tables();
    map(0x4000000000UL, 1UL << 40, PAGE, MAP_DATA);
    enable_mmu((u64)root_table, (tcr_value() & ~(7UL << 32)) | 1UL << 32, MAIR);
    print("reading the page\n");
    print("read %lx\n", *(volatile u64 *)0x4000000000UL);
    return FAIL;
}
