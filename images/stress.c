/*
 * stress: a random mix of everything a realm does, by seed: host calls, devices, sharing and taking back, measurements, tokens, timers,
 * SGIs, other virtual CPUs, remapping, faults; with a model of what memory and registers must hold, checked at every step. What a
 * virtual machine does not have is left out there. Argument: seed.
 */
#include "runtime.h"
#include "cpus.h"
#include "gic.h"
#include "mmu.h"

#define STEPS           400
#define UNITS           12              /* of memory, each private or shared */
#define WINDOW          0x4000155000UL  /* an address that is mapped here and there */
#define PRIORITIES      0x440
#define RING            5

struct unit { u64 address, value; int is_shared; };

static struct unit units[UNITS];
static u64 seed, window_at, window_value, fp_seed, measured, token_length;
static u32 done[16];
static int token_begun;
static u32 count;
static volatile u64 ticks, rung[MOST_CPUS], added, alive[MOST_CPUS];
static u64 expected_added;
static u8 token[PAGE] __attribute__((aligned(4096)));

static u64 random(u64 below) { return next_random(&seed) % below; }

static volatile u64 *word_of(const struct unit *unit)
{
    return (volatile u64 *)(unit->address | (unit->is_shared ? environment.shared_bit : 0));
}

static void handle(u32 id)
{
    if (id == VIRTUAL_TIMER) {
        write_register(CNTV_CTL_EL0, 0UL);
        isb();
        ticks++;
    } else {
        require(id == RING, "CPU %u got interrupt %u", this_cpu(), id);
        rung[this_cpu()]++;
    }
}

/* ---- steps -------------------------------------------------------------------------------------------------- */

static void step_host_call(void)
{
    u64 value = next_random(&seed);
    u64 answer = host_call(HOST_COUNT, value);
    require(answer == value + 1, "the host answers %lx to %lx", answer, value);
}

static void step_device(void)
{
    u64 address = (environment.shared_bit | GICD_IPA) + PRIORITIES + 4 * random(8);
    u32 value = (u32)next_random(&seed) & 0xF8F8F8F8, found;
    __asm__ volatile("str %w1, [%2]\n\tldr %w0, [%2]" : "=&r"(found) : "r"(value), "r"(address) : "memory");
    require(found == value, "the device holds %x, not %x", found, value);
}

static void step_write(void)
{
    struct unit *unit = &units[random(UNITS)];
    unit->value = next_random(&seed);
    *word_of(unit) = unit->value;
}

static void step_convert(void)
{
    struct unit *unit = &units[random(UNITS)];
    if (!environment.is_realm)
        return;
    u64 ripas = unit->is_shared ? RIPAS_RAM : RIPAS_EMPTY;
    require(set_ripas(unit->address, unit->address + environment.unit, ripas, 0), "the host refuses RIPAS %lu", ripas);
    if (!unit->is_shared) {
        probe(probe_load64, unit->address, 0);
        require(fault.taken && ESR_FSC(fault.esr) == FSC_EXTERNAL, "an EMPTY page can be read");
    }
    unit->is_shared = !unit->is_shared;
    require(*word_of(unit) == 0, "a converted page holds %lx", *word_of(unit));
    unit->value = 0;
}

static void step_measure(void)
{
    if (!environment.is_realm)
        return;
    u64 before = smc(RSI_MEASUREMENT_READ, 2, 0, 0, 0).x1;
    require(before == measured, "REM 2 has changed by itself");
    require(smc(RSI_MEASUREMENT_EXTEND, 2, 8, next_random(&seed), 0).x0 == RSI_SUCCESS, "REM 2 cannot be extended");
    measured = smc(RSI_MEASUREMENT_READ, 2, 0, 0, 0).x1;
    require(measured != before, "REM 2 has not changed");
}

static void step_token(void)
{
    if (!environment.is_realm)
        return;
    if (!token_begun) {
        struct call call = { { RSI_ATTESTATION_TOKEN_INIT, seed } };
        call_above(&call);
        require(call.x[0] == RSI_SUCCESS, "no token: %lu", call.x[0]);
        token_begun = 1;
        token_length = 0;
        return;
    }
    u64 offset = token_length % PAGE, size = random(700);
    if (size > PAGE - offset)
        size = PAGE - offset;
    struct answer answer = smc(RSI_ATTESTATION_TOKEN_CONTINUE, (u64)token, offset, size, 0);
    require(answer.x0 == RSI_INCOMPLETE || answer.x0 == RSI_SUCCESS, "a piece of the token: %lu", answer.x0);
    token_length += answer.x1;
    token_begun = answer.x0 == RSI_INCOMPLETE;
}

static void step_timer(void)
{
    u64 before = ticks, deadline = now() + 10 + random(500 * MICROSECOND);
    int sleeps = random(2) == 0;
    virtual_timer(deadline);
    while (ticks == before) {
        if (!sleeps)
            continue;
        interrupts_off();
        if (ticks == before)
            wfi();
        interrupts_on();
        isb();
    }
    require(now() >= deadline, "the timer came early");
}

static void step_sgi(void)
{
    u64 before = rung[0];
    gic_send(RING, 0);
    for (u64 end = now() + MILLISECOND; rung[0] == before;)
        require(now() < end, "an SGI does not come");
}

static void add(u64 times)
{
    for (u64 i = 0; i < times; i++)
        __atomic_fetch_add(&added, 1, __ATOMIC_ACQ_REL);
}

/* Another CPU: counts, waits for an SGI in WFI, counts again, and turns itself off. */
static void other(u32 cpu)
{
    gic_start();
    gic_enable(RING);
    interrupts_on();
    add(100);
    __atomic_store_n(&alive[cpu], 1, __ATOMIC_RELEASE);
    for (u64 before = 0; rung[cpu] == before;) {
        interrupts_off();
        if (rung[cpu] == before)
            wfi();
        interrupts_on();
        isb();
    }
    add(50);
}

static void step_cpu(void)
{
    if (count < 2)
        return;
    u32 cpu = 1 + (u32)random(count - 1);
    rung[cpu] = alive[cpu] = 0;
    s64 status = cpu_start(cpu, other);
    require(status == PSCI_SUCCESS, "CPU_ON of %u answers %ld", cpu, status);
    while (!__atomic_load_n(&alive[cpu], __ATOMIC_ACQUIRE))
        ;
    gic_send(RING, cpu);
    cpu_wait_off(cpu);
    expected_added += 150;
    require(added == expected_added, "the CPUs counted to %lu, not %lu", added, expected_added);
}

/* The window shows one private unit after another. */
static void step_remap(void)
{
    struct unit *unit = &units[random(UNITS)];
    if (unit->is_shared)
        return;
    if (window_at)
        unmap_page(WINDOW);
    map(WINDOW, unit->address, PAGE, MAP_DATA);
    window_at = unit->address;
    window_value = unit->value;
    require(*(volatile u64 *)WINDOW == window_value, "the window shows %lx, not %lx", *(volatile u64 *)WINDOW, window_value);
}

static void step_fault(void)
{
    static const u64 wrong[] = { 0x8, 0x7F8000000000, 0xFFFF000000001000 };
    u64 address = wrong[random(LENGTH(wrong))];
    probe(random(2) ? probe_load64 : probe_store32, address, 1);
    require(fault.taken && fault.far == address && ESR_EC(fault.esr) == EC_DATA, "%p does not fault: %lx", (void *)address, fault.esr);
}

static void step_touch(void)
{
    u64 base = free_ram() + 4 * MIB, pages = (environment.ram_end - base) / PAGE;
    if (environment.ram_end <= base)
        return;
    u64 address = base + random(pages) * PAGE + 8 * random(512);
    *(volatile u64 *)address = address;
    require(*(volatile u64 *)address == address, "%p does not keep its address", (void *)address);
}

static void step_psci(void)
{
    require(cpu_state(0) == AFFINITY_ON, "the caller is not on");
    require((s64)smc(PSCI_CPU_ON, 0, RAM_BASE, 0, 0).x0 == PSCI_ALREADY_ON, "the caller can be turned on");
    require((s64)smc(0xC40001A9, 0, 0, 0, 0).x0 == PSCI_NOT_SUPPORTED, "an unknown call is answered");
}

static void step_fp(void)
{
    fp_seed = next_random(&seed) >> 8;
    fp_fill(fp_seed);
}

static const struct { const char *name; void (*step)(void); } steps[] = {
    { "host calls", step_host_call }, { "device accesses", step_device }, { "writes", step_write }, { "conversions", step_convert },
    { "measurements", step_measure }, { "token pieces", step_token }, { "timers", step_timer }, { "SGIs", step_sgi }, { "CPUs", step_cpu },
    { "mappings", step_remap }, { "faults", step_fault }, { "pages", step_touch }, { "PSCI calls", step_psci }, { "FP states", step_fp },
};

static void check_all(u32 step)
{
    for (u32 i = 0; i < UNITS; i++) {
        u64 found = *word_of(&units[i]);
        require(found == units[i].value, "after step %u, unit %u (%s) holds %lx, not %lx", step, i, units[i].is_shared ? "shared" : "private", found, units[i].value);
    }
    require(fp_differs(fp_seed) == 0, "after step %u, FP registers have changed", step);
}

IMAGE("stress", MMU_ON)
{
    seed = argument + 1;
    count = cpu_count();
    on_interrupt = handle;
    gic_start();
    gic_enable(VIRTUAL_TIMER);
    gic_enable(RING);
    interrupts_on();
    fp_on();
    step_fp();
    u64 base = environment.ram_end - 2 * UNITS * environment.unit;
    for (u32 i = 0; i < UNITS; i++) {
        units[i].address = base + 2 * i * environment.unit;
        map_shared(units[i].address, environment.unit);
        *word_of(&units[i]) = 0;
    }
    measured = environment.is_realm ? smc(RSI_MEASUREMENT_READ, 2, 0, 0, 0).x1 : 0;
    for (u32 step = 0; step < STEPS; step++) {
        u32 kind = (u32)random(LENGTH(steps));
        steps[kind].step();
        done[kind]++;
        check_all(step);
    }
    for (u32 i = 0; i < LENGTH(steps); i++)
        print("%u %s%s", done[i], steps[i].name, i + 1 < LENGTH(steps) ? ", " : "\n");
    check(1, "%u steps with seed %lu on %u CPUs", STEPS, argument, count);
    return PASS;
}
