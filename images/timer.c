/*
 * timer: the virtual and the physical timer and an SGI, taken asleep, at work and masked; deadlines are met, never early, and no other
 * interrupt comes. Argument: ticks taken at work, 20 when 0.
 */
#include "runtime.h"
#include "gic.h"

#define SGI             3
#define LATE            MILLISECOND     /* from a deadline to the handler, at most */

static volatile u32 taken, last;
static volatile u64 virtual_at, physical_at;

/* The level of a timer falls before the interrupt ends, or it would come again. */
static void handle(u32 id)
{
    virtual_at = now();
    physical_at = now_physical();
    if (id == VIRTUAL_TIMER)
        write_register(CNTV_CTL_EL0, 0UL);
    if (id == PHYSICAL_TIMER)
        write_register(CNTP_CTL_EL0, 0UL);
    isb();
    last = id;
    taken = taken + 1;
}

/* Sleeps until interrupt number `number` has been taken: masked, so that one between test and sleep still ends the sleep. */
static void sleep_until(u32 number)
{
    interrupts_off();
    while (taken < number) {
        wfi();
        interrupts_on();
        isb();
        interrupts_off();
    }
    interrupts_on();
}

static void expect(u32 id, u64 deadline, u64 at)
{
    require(last == id, "interrupt %u came, and not %u", last, id);
    require(at >= deadline, "it came %lu ticks early", deadline - at);
    require(at - deadline < LATE, "it came %lu ticks late", at - deadline);
}

static void check_asleep(void)
{
    gic_send(SGI, 0);
    sleep_until(1);
    expect(SGI, virtual_at, virtual_at);
    check(1, "SGI: ok");
    u64 deadline = now() + MILLISECOND;
    virtual_timer(deadline);
    sleep_until(2);
    expect(VIRTUAL_TIMER, deadline, virtual_at);
    check(1, "virtual timer: ok");
    deadline = now_physical() + MILLISECOND;
    physical_timer(deadline);
    sleep_until(3);
    expect(PHYSICAL_TIMER, deadline, physical_at);
    check(1, "physical timer: ok");
    deadline = now() + 5000 * MILLISECOND;
    virtual_timer(deadline);
    sleep_until(4);
    expect(VIRTUAL_TIMER, deadline, virtual_at);
    check(1, "five seconds asleep: ok");
    deadline = now();
    virtual_timer(deadline - 1);
    sleep_until(5);
    expect(VIRTUAL_TIMER, deadline, virtual_at);
    check(1, "a deadline that has passed: ok");
    deadline = now() + MILLISECOND;
    write_register(CNTV_TVAL_EL0, MILLISECOND);
    write_register(CNTV_CTL_EL0, 1UL);
    isb();
    sleep_until(6);
    expect(VIRTUAL_TIMER, deadline, virtual_at);
    check(1, "CNTV_TVAL_EL0: ok");
}

/* Both run; the nearer one comes first. */
static void check_both(void)
{
    u64 start = now();
    virtual_timer(start + 3 * MILLISECOND);
    physical_timer(now_physical() + MILLISECOND);
    u32 before = taken;
    sleep_until(before + 1);
    require(last == PHYSICAL_TIMER, "interrupt %u came first", last);
    sleep_until(before + 2);
    expect(VIRTUAL_TIMER, start + 3 * MILLISECOND, virtual_at);
    check(1, "both timers, each at its time: ok");
}

/* A masked interrupt ends WFI too, and is taken when it is unmasked. */
static void check_masked(void)
{
    interrupts_off();
    u32 before = taken;
    u64 deadline = now() + MILLISECOND;
    virtual_timer(deadline);
    while (!(read_register(ISR_EL1) & 1 << 7))
        wfi();
    require(now() >= deadline, "WFI ended early");
    require(taken == before, "a masked interrupt was taken");
    interrupts_on();
    sleep_until(before + 1);
    check(last == VIRTUAL_TIMER, "masked: ok");

    before = taken;                     /* IMASK: the condition is met, and nothing comes */
    write_register(CNTV_CVAL_EL0, now() + 10 * MICROSECOND);
    write_register(CNTV_CTL_EL0, 3UL);
    isb();
    while (!(read_register(CNTV_CTL_EL0) & 4))
        ;
    for (int i = 0; i < 1000; i++)
        isb();
    check(taken == before, "CNTV_CTL_EL0.IMASK: ok");
    timers_off();
}

/* WFIT and WFET sleep until a time, with no interrupt at all (FEAT_WFxT). */
static void check_timed_waits(void)
{
    if ((read_register(ID_AA64ISAR2_EL1) & 0xF) == 0)
        return;
    u64 deadline = now() + 100 * MICROSECOND;
    __asm__ volatile("mov x9, %0\n\t1: .inst 0xD5031029\n\tmrs x10, CNTVCT_EL0\n\tcmp x10, %0\n\tb.lo 1b" :: "r"(deadline) : "x9", "x10", "cc", "memory");
    check(now() - deadline < LATE, "WFIT: ok");
    deadline = now() + 100 * MICROSECOND;
    __asm__ volatile("mov x9, %0\n\t1: .inst 0xD5031009\n\tmrs x10, CNTVCT_EL0\n\tcmp x10, %0\n\tb.lo 1b" :: "r"(deadline) : "x9", "x10", "cc", "memory");
    check(now() - deadline < LATE, "WFET: ok");
}

static void check_counters(void)
{
    check(read_register(CNTFRQ_EL0) == 100000000, "the counter's frequency is 100 MHz");
    u64 before = now();
    for (int i = 0; i < 1000; i++) {
        u64 after = now();
        require(after >= before, "the counter goes back");
        before = after;
    }
    u64 physical = now_physical(), virtual = now();
    check(!environment.is_realm || (virtual >= physical && virtual - physical < MILLISECOND), "both counters go on, and agree");
}

IMAGE("timer", MMU_ON)
{
    u64 ticks = argument ? argument : 20;
    on_interrupt = handle;
    gic_start();
    gic_enable(SGI);
    gic_enable(VIRTUAL_TIMER);
    gic_enable(PHYSICAL_TIMER);
    interrupts_on();
    check_counters();
    check_asleep();
    check_both();
    check_masked();
    check_timed_waits();
    for (u64 tick = 0; tick < ticks; tick++) {
        u32 before = taken;
        u64 deadline = now() + 10 * MICROSECOND;
        virtual_timer(deadline);
        while (taken == before)
            ;                           /* at work */
        expect(VIRTUAL_TIMER, deadline, virtual_at);
    }
    check(1, "ticks: %lu", ticks);
    return PASS;
}
