/*
 * smp: turns on every REC that the realm has by PSCI CPU_ON, has all of them count under locks made of exclusives and of LSE
 * instructions, sends SGIs around the ring of them, and turns them off by CPU_OFF; twice. Argument: rounds of each count, 100 when 0.
 */
#include "runtime.h"
#include "cpus.h"
#include "gic.h"

enum { RING = 3, TIMES = 2 };

static volatile u64 exclusive_lock __attribute__((aligned(64))), compare_lock __attribute__((aligned(64)));
static volatile u64 by_exclusive __attribute__((aligned(64))), by_compare, by_atomic;
static volatile u64 arrived __attribute__((aligned(64))), finished;
static volatile u64 rung[MOST_CPUS] __attribute__((aligned(64)));
static u64 rounds;
static u32 count;

static u64 add(volatile u64 *word, u64 value)
{
    u64 before;
    __asm__ volatile("ldaddal %2, %0, %1" : "=r"(before), "+Q"(*word) : "r"(value) : "memory");
    return before + value;
}

/* A lock of load-acquire exclusive and store exclusive; who waits sleeps in WFE until the holder's store wakes it. */
static void take_exclusive(void)
{
    u64 value;
    u32 failed;
    __asm__ volatile(
        "       sevl\n"
        "1:     wfe\n"
        "2:     ldaxr   %0, %2\n"
        "       cbnz    %0, 1b\n"
        "       stxr    %w1, %3, %2\n"
        "       cbnz    %w1, 2b\n" : "=&r"(value), "=&r"(failed), "+Q"(exclusive_lock) : "r"(1UL) : "memory");
}

static void take_compare(void)
{
    u64 value;
    do {
        value = 0;
        __asm__ volatile("casal %0, %2, %1" : "+r"(value), "+Q"(compare_lock) : "r"(1UL) : "memory");
    } while (value);
}

static void give(volatile u64 *lock) { __asm__ volatile("stlr xzr, %0" : "=Q"(*lock) :: "memory"); }

static void count_all(void)
{
    for (u64 i = 0; i < rounds; i++) {
        take_exclusive();
        by_exclusive = by_exclusive + 1;
        give(&exclusive_lock);
        take_compare();
        by_compare = by_compare + 1;
        give(&compare_lock);
        add(&by_atomic, 1);
    }
    add(&finished, 1);
    __asm__ volatile("dsb ish\n\tsev" ::: "memory");
}

/* The ring: each SGI makes the next CPU send one, until it has gone round as often as there are rounds, ten at most. */
static void ring(u32 id)
{
    u32 self = this_cpu();
    require(id == RING, "CPU %u got interrupt %u", self, id);
    rung[self] = rung[self] + 1;
    if (self != 0)
        gic_send(RING, (self + 1) % count);
}

static void wait_for(volatile u64 *word, u64 value)
{
    u64 now_;
    do
        __asm__ volatile("ldaxr %0, %1\n\tcmp %0, %2\n\tb.eq 1f\n\twfe\n1:" : "=&r"(now_) : "Q"(*word), "r"(value) : "cc", "memory");
    while (now_ != value);
    __asm__ volatile("clrex");
}

static void secondary(u32 cpu)
{
    gic_start();
    gic_enable(RING);
    interrupts_on();
    if (this_cpu() == cpu)              /* by its own number: a REC in another's place is found out */
        __asm__ volatile("ldsetal %0, xzr, %1" :: "r"(1UL << cpu), "Q"(arrived) : "memory");
    count_all();
    while (rung[cpu] < TIMES)           /* WFI with interrupts masked: an SGI between test and sleep still ends it */
        { interrupts_off(); if (rung[cpu] < TIMES) wfi(); interrupts_on(); isb(); }
}

static void once(void)
{
    arrived = 1;
    finished = 0;
    for (u32 i = 0; i < MOST_CPUS; i++)
        rung[i] = 0;
    for (u32 cpu = 1; cpu < count; cpu++) {
        s64 status = cpu_start(cpu, secondary);
        require(status == PSCI_SUCCESS, "CPU_ON of %u answers %ld", cpu, status);
    }
    count_all();
    wait_for(&finished, count);
    require(arrived == (1UL << count) - 1, "RECs by bit: %lx, turned on: %u", arrived, count);
    for (u32 time = 1; time <= TIMES; time++) {
        gic_send(RING, 1 % count);
        while (rung[0] < time)
            { interrupts_off(); if (rung[0] < time) wfi(); interrupts_on(); isb(); }
    }
    for (u32 cpu = 1; cpu < count; cpu++)
        cpu_wait_off(cpu);
}

IMAGE("smp", MMU_ON)
{
    rounds = argument ? argument : 100;
    count = cpu_count();
    on_interrupt = ring;
    gic_start();
    gic_enable(RING);
    interrupts_on();
    once();
    check(1, "%u RECs came, counted, rang the ring %u times and went", count, TIMES);
    once();
    check(1, "and again");
    u64 expected = 2 * rounds * count;
    check(by_exclusive == expected, "a lock of exclusives: %lu", by_exclusive);
    check(by_compare == expected, "a lock of CASAL: %lu", by_compare);
    check(by_atomic == expected, "LDADDAL: %lu", by_atomic);
    check((s64)smc(PSCI_CPU_ON, 0, RAM_BASE, 0, 0).x0 == PSCI_ALREADY_ON, "the caller is on");
    check(cpu_state(0) == AFFINITY_ON, "and PSCI knows");
    check(cpu_state(MOST_CPUS) == PSCI_INVALID_PARAMETERS, "nobody is at number %u", MOST_CPUS);
    print("%u RECs counted to %lu in three ways\n", count, expected);
    return PASS;
}
