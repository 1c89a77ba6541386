/* Claims more RAM than the host has given: the host refuses what lies behind its end. */
#include "runtime.h"

IMAGE("claim-refused", MMU_ON)
{
    u64 end = environment.ram_end + 64 * MIB;
    check(set_ripas(RAM_BASE, end, RIPAS_RAM, 0), "claimed RAM up to %p", (void *)end);
    return FAIL;
}
