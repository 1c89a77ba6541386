/* Turns the MMU on with TCR_EL1.TG0 for 64 KiB while the tables are made for 4 KiB. */
#include "runtime.h"
#include "mmu.h"

void enable_mmu(u64 ttbr, u64 tcr, u64 mair);

IMAGE("wrong-page-size", MMU_OFF)
{
    build_tables();
    print("turning the MMU on\n");
    enable_mmu((u64)root_table, tcr_value() | 1UL << 14, MAIR);
    print("still alive\n");
    return FAIL;
}
