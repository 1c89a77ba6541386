/* Claims RAM, asking again for as long as something is left, and expects it to hold what nobody has written. */
#include "runtime.h"

IMAGE("claims-until-done", MMU_OFF)
{
    u64 from = free_ram(), base = from, top = from + MIB;
    while (base < top) {
        struct answer answer = smc(RSI_IPA_STATE_SET, base, top, RIPAS_RAM, 0);
        if (answer.x0 != RSI_SUCCESS || answer.x2 == RSI_REJECT)
            break;
        base = answer.x1;
    }
    check(*(volatile u64 *)from == 42, "the claimed RAM holds 42");
    return FAIL;
}
