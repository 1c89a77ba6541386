#include "runtime.h"

#define HYPERVISOR_SERVICE      0xC6000000U     /* SMC64, vendor-specific hypervisor service */

struct environment environment;

static struct { u64 immediate, gprs[31]; } host_call_area __attribute__((aligned(256)));

struct answer smc(u32 function, u64 a, u64 b, u64 c, u64 d)
{
    struct call call = { { function, a, b, c, d } };
    call_above(&call);
    return (struct answer) { call.x[0], call.x[1], call.x[2], call.x[3] };
}

u64 host_call(u16 immediate, u64 argument)
{
    if (!environment.is_realm)
        return smc(HYPERVISOR_SERVICE | immediate, argument, 0, 0, 0).x0;
    host_call_area.immediate = immediate;
    host_call_area.gprs[0] = argument;
    if (smc(RSI_HOST_CALL, (u64)&host_call_area, 0, 0, 0).x0 != RSI_SUCCESS)
        smc(PSCI_SYSTEM_RESET, 0, 0, 0, 0);
    return *(volatile u64 *)&host_call_area.gprs[0];
}

int set_ripas(u64 base, u64 top, u64 ripas, u64 flags)
{
    while (base < top) {
        struct answer answer = smc(RSI_IPA_STATE_SET, base, top, ripas, flags);
        if (answer.x0 != RSI_SUCCESS || answer.x2 == RSI_REJECT || answer.x1 == base)
            return 0;
        base = answer.x1;
    }
    return 1;
}
