/* psci: every PSCI function that a guest has, and every error that each of them gives. Works with any number of virtual CPUs. */
#include "runtime.h"
#include "cpus.h"
#include "gic.h"

void secondary_entry(void);

static volatile u64 came, context;

static s64 psci(u32 function, u64 a, u64 b, u64 c) { return (s64)smc(function, a, b, c, 0).x0; }

static void answers(const char *what, s64 found, s64 expected)
{
    check(found == expected, "%s: %ld", what, found);
}

static void check_features(void)
{
    static const u32 there[] = {
        PSCI_VERSION, PSCI_CPU_SUSPEND, PSCI_CPU_OFF, PSCI_CPU_ON, PSCI_AFFINITY_INFO, PSCI_SYSTEM_OFF, PSCI_SYSTEM_RESET, PSCI_FEATURES,
        SMCCC_VERSION,
    };
    static const u32 absent[] = {
        0x8400000B, 0x8400000C, 0xC400000C, 0x8400000D, 0xC4000012, 0xC4000014, 0x84000013, 0x8400001F, 0xC4000190, 0xFFFFFFFF,
    };
    s64 version = psci(PSCI_VERSION, 0, 0, 0);
    check(version >> 16 == 1 && (version & 0xFFFF) >= 1, "PSCI %ld.%ld", version >> 16, version & 0xFFFF);
    s64 convention = psci(SMCCC_VERSION, 0, 0, 0);
    check(convention >= 0x10001, "SMC Calling Convention %ld.%ld", convention >> 16, convention & 0xFFFF);
    for (u32 i = 0; i < LENGTH(there); i++)
        require(psci(PSCI_FEATURES, there[i], 0, 0) >= 0, "PSCI_FEATURES does not know 0x%x", there[i]);
    check(1, "PSCI_FEATURES knows %u functions", (u32)LENGTH(there));
    for (u32 i = 0; environment.is_realm && i < LENGTH(absent); i++) {
        require(psci(PSCI_FEATURES, absent[i], 0, 0) == PSCI_NOT_SUPPORTED, "PSCI_FEATURES knows 0x%x", absent[i]);
        if (absent[i] >> 8 != 0xC40001)
            require(psci(absent[i], 0, 0, 0) == PSCI_NOT_SUPPORTED, "0x%x is answered", absent[i]);
    }
    check(1, "and none of the others");
}

static void check_cpu_on_errors(void)
{
    u64 entry = (u64)secondary_entry;
    answers("CPU_ON of a CPU that is not there", psci(PSCI_CPU_ON, 0xF, entry, 0), PSCI_INVALID_PARAMETERS);
    answers("CPU_ON of an MPIDR that cannot be", psci(PSCI_CPU_ON, 0x12345678, entry, 0), PSCI_INVALID_PARAMETERS);
    answers("CPU_ON of an MPIDR with bits that are not affinity", psci(PSCI_CPU_ON, 1UL << 63, entry, 0), PSCI_INVALID_PARAMETERS);
    answers("CPU_ON of the caller", psci(PSCI_CPU_ON, 0, entry, 0), PSCI_ALREADY_ON);
    if (environment.is_realm) {
        answers("CPU_ON at a shared entry", psci(PSCI_CPU_ON, 1, entry | environment.shared_bit, 0), PSCI_INVALID_ADDRESS);
        answers("CPU_ON at a virtual address", psci(PSCI_CPU_ON, 1, 0xFFFF800080000000, 0), PSCI_INVALID_ADDRESS);
        answers("CPU_ON of the caller at a shared entry", psci(PSCI_CPU_ON, 0, entry | environment.shared_bit, 0), PSCI_INVALID_ADDRESS);
    }
}

static void check_affinity_errors(void)
{
    answers("AFFINITY_INFO of the caller", psci(PSCI_AFFINITY_INFO, 0, 0, 0), AFFINITY_ON);
    answers("AFFINITY_INFO, SMC32", psci(PSCI_AFFINITY_INFO & 0xBFFFFFFF, 0, 0, 0), AFFINITY_ON);
    answers("AFFINITY_INFO of a CPU that is not there", psci(PSCI_AFFINITY_INFO, 0xF, 0, 0), PSCI_INVALID_PARAMETERS);
    if (environment.is_realm)
        answers("AFFINITY_INFO at level 1", psci(PSCI_AFFINITY_INFO, 0, 1, 0), PSCI_INVALID_PARAMETERS);
    answers("AFFINITY_INFO at level 4", psci(PSCI_AFFINITY_INFO, 0, 4, 0), PSCI_INVALID_PARAMETERS);
}

static void secondary(u32 cpu)
{
    context = cpu;
    __atomic_store_n(&came, 1, __ATOMIC_RELEASE);
    while (__atomic_load_n(&came, __ATOMIC_ACQUIRE) != 2)
        ;
}

/* One CPU on and off again; `function` is CPU_ON in one of its two forms. */
static void check_on_and_off(u32 function, const char *name)
{
    cpu_start(0, secondary);            /* registers the function for number 0 only: refused, the caller is on */
    came = 0;
    answers("AFFINITY_INFO of a CPU that is off", cpu_state(1), AFFINITY_OFF);
    (void)function;
    s64 status = cpu_start(1, secondary);
    check(status == PSCI_SUCCESS, "%s: %ld", name, status);
    answers("CPU_ON of a CPU that is coming or on", psci(function, 1, (u64)secondary_entry, 1), PSCI_ALREADY_ON);
    while (!__atomic_load_n(&came, __ATOMIC_ACQUIRE))
        ;
    check(context == 1, "it got its context");
    answers("AFFINITY_INFO of a CPU that is on", cpu_state(1), AFFINITY_ON);
    __atomic_store_n(&came, 2, __ATOMIC_RELEASE);
    cpu_wait_off(1);
    answers("CPU_OFF: AFFINITY_INFO", cpu_state(1), AFFINITY_OFF);
}

static volatile u32 ticks;

static void tick(__attribute__((unused)) u32 id)
{
    timers_off();
    ticks = ticks + 1;
}

static void check_suspend(void)
{
    on_interrupt = tick;
    gic_start();
    gic_enable(VIRTUAL_TIMER);
    interrupts_off();
    u64 deadline = now() + MILLISECOND;
    virtual_timer(deadline);
    s64 status;
    u32 wakes = 0;
    do {
        status = psci(PSCI_CPU_SUSPEND, 0, 0, 0);
        wakes++;
    } while (status == PSCI_SUCCESS && now() < deadline && wakes < 1000);
    answers("CPU_SUSPEND", status, PSCI_SUCCESS);
    check(now() >= deadline, "the timer ends it");
    interrupts_on();
    isb();
    check(ticks == 1, "and is taken then");
}

IMAGE("psci", MMU_ON)
{
    check_features();
    check_cpu_on_errors();
    check_affinity_errors();
    if (cpu_count() > 1) {
        check_on_and_off(PSCI_CPU_ON, "CPU_ON");
        check_on_and_off(PSCI_CPU_ON & 0xBFFFFFFF, "CPU_ON once more");
    }
    check_suspend();
    return PASS;                        /* by SYSTEM_OFF */
}
