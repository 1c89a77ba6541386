/* What the image runs in: a realm or an ordinary virtual machine, with how much RAM. */
#include "runtime.h"
#include "fdt.h"

#define RSI_ABI_1_1     0x10001
#define ASSUMED_RAM     (4 * MIB)       /* of a virtual machine that gives no device tree */

static u64 realm_config[PAGE / 8] __attribute__((aligned(4096)));

static u64 end_of_ram(void)
{
    u64 end = RAM_BASE;
    for (;;) {
        struct answer answer = smc(RSI_IPA_STATE_GET, end, environment.shared_bit, 0, 0);
        if (answer.x0 != RSI_SUCCESS || (answer.x2 & 0xFF) != RIPAS_RAM || answer.x1 <= end)
            return end;
        end = answer.x1;
    }
}

void find_environment(u64 device_tree)
{
    environment.device_tree = device_tree;
    environment.unit = PAGE;
    struct answer version = smc(RSI_VERSION, RSI_ABI_1_1, 0, 0, 0);
    if ((version.x1 >> 16 & 0x7FFF) == 1 && version.x0 == RSI_ERROR_INPUT)
        version = smc(RSI_VERSION, version.x1, 0, 0, 0);
    if (version.x0 != RSI_SUCCESS) {
        u64 bytes = memory_of_tree(device_tree);
        environment.ram_end = RAM_BASE + (bytes ? bytes : ASSUMED_RAM);
        return;
    }
    environment.is_realm = 1;
    environment.rsi_version = version.x1;
    if (smc(RSI_REALM_CONFIG, (u64)realm_config, 0, 0, 0).x0 != RSI_SUCCESS)
        power_off(FAIL);
    environment.ipa_width = *(volatile u64 *)realm_config;
    environment.shared_bit = 1UL << (environment.ipa_width - 1);
    environment.ram_end = end_of_ram();
    s64 unit = (s64)host_call(HOST_INTERFACE, RHI_IPA_CHANGE_ALIGN);
    if (unit > (s64)PAGE)
        environment.unit = (u64)unit;
}
