#include "runtime.h"
#include "cpus.h"
#include "mmu.h"

void secondary_entry(void);

static void (*volatile functions[MOST_CPUS])(u32);

s64 cpu_state(u32 cpu) { return (s64)smc(PSCI_AFFINITY_INFO, cpu, 0, 0, 0).x0; }

u32 cpu_count(void)
{
    u32 count = 1;
    while (count < MOST_CPUS && cpu_state(count) >= 0)
        count++;
    return count;
}

s64 cpu_start(u32 cpu, void (*function)(u32 cpu))
{
    functions[cpu] = function;
    dsb();
    return (s64)smc(PSCI_CPU_ON, cpu, (u64)secondary_entry, cpu, 0).x0;
}

void cpu_wait_off(u32 cpu)
{
    while (cpu_state(cpu) == AFFINITY_ON)
        ;
}

void start_secondary(u32 cpu)
{
    if (image.mmu)
        mmu_on();
    functions[cpu](cpu);
    smc(PSCI_CPU_OFF, 0, 0, 0, 0);
    finish(FAIL);
}
