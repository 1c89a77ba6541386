/* The life of an image around image_main. */
#include "runtime.h"
#include "mmu.h"

void start_image(u64 device_tree, u64 argument)
{
    find_environment(device_tree);
    if (image.mmu) {
        build_tables();
        mmu_on();
    }
    finish(image_main(argument));
}

void NORETURN power_off(u64 status)
{
    host_call(HOST_EXIT_STATUS, status);
    smc(PSCI_SYSTEM_OFF, 0, 0, 0, 0);
    for (;;)
        wfi();
}

void NORETURN finish(int status)
{
    print("%s: %s\n", image.name, status == PASS ? "PASS" : "FAIL");
    power_off((u64)status);
}

u64 free_ram(void) { return ((u64)image_end + 2 * MIB - 1) & ~(2 * MIB - 1); }

void fp_on(void)
{
    write_register(CPACR_EL1, 3UL << 20);
    isb();
}

/* Marsaglia's xorshift64*: enough to choose what to do next. */
u64 next_random(u64 *state)
{
    u64 x = *state ? *state : 0x9E3779B97F4A7C15;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    *state = x;
    return x * 0x2545F4914F6CDD1D;
}

/* The compiler may call these for what the sources do not say. */
void *memset(void *to, int value, u64 bytes)
{
    volatile u8 *at = to;
    while (bytes--)
        *at++ = (u8)value;
    return to;
}

void *memcpy(void *to, const void *from, u64 bytes)
{
    volatile u8 *at = to;
    for (const u8 *source = from; bytes--;)
        *at++ = *source++;
    return to;
}
