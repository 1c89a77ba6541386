/*
 * context: fills every register of every kind, leaves the realm in every way there is, and finds every register as it was: general,
 * FP and SIMD, EL1 and EL0 system registers, debug, PMU, pointer authentication keys, timers, the GIC's CPU interface, PSTATE. Only what
 * the way of leaving is said to change may have changed.
 */
#include "runtime.h"
#include "cpus.h"
#include "gic.h"
#include "mmu.h"

#define ROUNDS  3

/* ---- the registers that MRS and MSR reach ------------------------------------------------------------------- */

/* Name, and the bits that can hold anything while the image runs. */
#define ALL_BITS        ~0UL
#define SYSTEM_REGISTERS(R) \
    R(TPIDR_EL0, ALL_BITS) R(TPIDRRO_EL0, ALL_BITS) R(TPIDR_EL1, ALL_BITS) R(CONTEXTIDR_EL1, 0xFFFFFFFF) \
    R(FAR_EL1, ALL_BITS) R(ELR_EL1, ALL_BITS) R(ESR_EL1, 0xFFFFFFFF) R(SPSR_EL1, 0xF00003C5) R(AFSR0_EL1, ALL_BITS) R(AFSR1_EL1, ALL_BITS) \
    R(PAR_EL1, 0x0000FFFFFFFFF000) R(AMAIR_EL1, ALL_BITS) R(MAIR_EL1, 0xFFFFFFFF00000000) R(TTBR1_EL1, 0x0000FFFFFFFFF000) R(CNTKCTL_EL1, 0x303) \
    R(CSSELR_EL1, 0x3) R(SP_EL0, ALL_BITS) R(VBAR_EL1, 0) R(ACTLR_EL1, ALL_BITS) \
    R(SCTLR_EL1, 0x0405C200)                    /* UMA, DZE, UCT, nTWI, nTWE, UCI: what EL0 may do */ \
    R(TCR_EL1, 0x3F3F0000)                      /* the half that TTBR1_EL1 maps, and nobody uses */ \
    R(TTBR0_EL1, 0x00FF000000000000)            /* ASID */ \
    R(CPACR_EL1, 0x10000000)                    /* TTA */ \
    R(SCXTNUM_EL0, ALL_BITS) R(SCXTNUM_EL1, ALL_BITS) R(FPCR, 0x07C00000) R(FPSR, 0x0800009F) \
    R(CNTP_CVAL_EL0, ALL_BITS) R(CNTV_CVAL_EL0, ALL_BITS) R(CNTP_CTL_EL0, 0x2) R(CNTV_CTL_EL0, 0x2) \
    R(S3_0_C2_C1_0, ALL_BITS) R(S3_0_C2_C1_1, ALL_BITS) R(S3_0_C2_C1_2, ALL_BITS) R(S3_0_C2_C1_3, ALL_BITS) /* APIA, APIB */ \
    R(S3_0_C2_C2_0, ALL_BITS) R(S3_0_C2_C2_1, ALL_BITS) R(S3_0_C2_C2_2, ALL_BITS) R(S3_0_C2_C2_3, ALL_BITS) /* APDA, APDB */ \
    R(S3_0_C2_C3_0, ALL_BITS) R(S3_0_C2_C3_1, ALL_BITS)                                                     /* APGA */ \
    R(MDSCR_EL1, 0x1000) R(S3_0_C4_C6_0, 0xF8) R(S3_0_C12_C12_3, 7)                                         /* ICC_PMR_EL1, ICC_BPR1_EL1 */ \
    R(S3_0_C12_C9_0, 0) R(S3_0_C12_C12_4, 0) R(S3_0_C12_C12_7, 0) /* ICC_AP1R0_EL1, ICC_CTLR_EL1, ICC_IGRPEN1_EL1 */ \
    R(DAIF, 0x340)                              /* D, A, F; I stays set */

/* PSTATE bits that come with features. */
#define PSTATE_BITS(R) \
    R(S3_3_C4_C2_5, 1UL << 24) R(S3_3_C4_C2_6, 1UL << 12) R(S3_0_C4_C2_4, 1UL << 23) R(S3_0_C4_C2_3, 1UL << 22) /* DIT, SSBS, UAO, PAN */

#define BREAKPOINT(R, n) R(DBGBVR##n##_EL1, 0x0000FFFFFFFFFFFC) R(DBGBCR##n##_EL1, 0x1E6)
#define WATCHPOINT(R, n) R(DBGWVR##n##_EL1, 0x0000FFFFFFFFFFF8) R(DBGWCR##n##_EL1, 0x1FFE)
#define BREAKPOINTS(R)  BREAKPOINT(R, 0) BREAKPOINT(R, 1) BREAKPOINT(R, 2) BREAKPOINT(R, 3) BREAKPOINT(R, 4) BREAKPOINT(R, 5)
#define WATCHPOINTS(R)  WATCHPOINT(R, 0) WATCHPOINT(R, 1) WATCHPOINT(R, 2) WATCHPOINT(R, 3)

/* Not counting: PMCR_EL0.E is 0, so that what they hold stays. */
#define PMU_REGISTERS(R) \
    R(PMCCNTR_EL0, ALL_BITS) R(PMCCFILTR_EL0, 0xF8000000) R(PMUSERENR_EL0, 0xF) R(PMSELR_EL0, 0x1F) \
    R(PMCNTENSET_EL0, 0x8000000F) R(PMOVSSET_EL0, 0)
#define PMU_COUNTER(R, n) R(PMEVCNTR##n##_EL0, 0xFFFFFFFF) R(PMEVTYPER##n##_EL0, 0xF80003FF)
#define PMU_COUNTERS(R) PMU_COUNTER(R, 0) PMU_COUNTER(R, 1) PMU_COUNTER(R, 2) PMU_COUNTER(R, 3) PMU_COUNTER(R, 4) PMU_COUNTER(R, 5)

struct kept { const char *name; u64 (*read)(void); void (*write)(u64); u64 bits; };

#define ACCESSORS(name, bits) \
    static u64 read_##name(void) { return read_register(name); } \
    static void write_##name(u64 value) { write_register(name, value); }
#define ENTRY(name, bits) { #name, read_##name, write_##name, bits },

SYSTEM_REGISTERS(ACCESSORS)
PSTATE_BITS(ACCESSORS)
BREAKPOINTS(ACCESSORS)
WATCHPOINTS(ACCESSORS)
PMU_REGISTERS(ACCESSORS)
PMU_COUNTERS(ACCESSORS)

static const struct kept system_registers[] = { SYSTEM_REGISTERS(ENTRY) };
static const struct kept pstate_bits[] = { PSTATE_BITS(ENTRY) };
static const struct kept breakpoints[] = { BREAKPOINTS(ENTRY) };
static const struct kept watchpoints[] = { WATCHPOINTS(ENTRY) };
static const struct kept pmu_registers[] = { PMU_REGISTERS(ENTRY) };
static const struct kept pmu_counters[] = { PMU_COUNTERS(ENTRY) };

#define MOST_KEPT       (LENGTH(system_registers) + LENGTH(pstate_bits) + LENGTH(breakpoints) + LENGTH(watchpoints) + LENGTH(pmu_registers) + LENGTH(pmu_counters))
static struct kept kept[MOST_KEPT];
static u64 before[MOST_KEPT], original[MOST_KEPT];
static u32 kept_count;

/* ---- ways out of the realm: X0 to X30 and Q0 to Q31 loaded, one exit, all of them stored -------------------- */

/* x[31], sp, nzcv of a way out, then q[64]. */
struct registers { u64 x[31], sp, pstate, unused, q[64]; } __attribute__((aligned(16)));
typedef void (*way)(const struct registers *in, struct registers *out);

#define WAY(name, exit) \
    void name(const struct registers *in, struct registers *out); \
    __asm__( \
    "       .pushsection .text." #name ", \"ax\"\n" #name ":\n" \
    "       stp     x29, x30, [sp, #-112]!\n       stp     x19, x20, [sp, #16]\n       stp     x21, x22, [sp, #32]\n" \
    "       stp     x23, x24, [sp, #48]\n       stp     x25, x26, [sp, #64]\n       stp     x27, x28, [sp, #80]\n" \
    "       stp     x18, x1, [sp, #96]\n       sub     sp, sp, #272\n" \
    "       add     x9, x0, #272\n" \
    "       .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31\n" \
    "       ldr     q\\n, [x9, #16 * \\n]\n       .endr\n" \
    "       ldr     x9, [x0, #256]\n       msr     NZCV, x9\n" \
    "       ldp     x2, x3, [x0, #16]\n       ldp     x4, x5, [x0, #32]\n       ldp     x6, x7, [x0, #48]\n       ldp     x8, x9, [x0, #64]\n" \
    "       ldp     x10, x11, [x0, #80]\n       ldp     x12, x13, [x0, #96]\n       ldp     x14, x15, [x0, #112]\n       ldp     x16, x17, [x0, #128]\n" \
    "       ldp     x18, x19, [x0, #144]\n       ldp     x20, x21, [x0, #160]\n       ldp     x22, x23, [x0, #176]\n       ldp     x24, x25, [x0, #192]\n" \
    "       ldp     x26, x27, [x0, #208]\n       ldp     x28, x29, [x0, #224]\n       ldr     x30, [x0, #240]\n       ldp     x0, x1, [x0]\n" \
    exit "\n" \
    "       stp     x0, x1, [sp]\n       stp     x2, x3, [sp, #16]\n       stp     x4, x5, [sp, #32]\n       stp     x6, x7, [sp, #48]\n" \
    "       stp     x8, x9, [sp, #64]\n       stp     x10, x11, [sp, #80]\n       stp     x12, x13, [sp, #96]\n       stp     x14, x15, [sp, #112]\n" \
    "       stp     x16, x17, [sp, #128]\n       stp     x18, x19, [sp, #144]\n       stp     x20, x21, [sp, #160]\n       stp     x22, x23, [sp, #176]\n" \
    "       stp     x24, x25, [sp, #192]\n       stp     x26, x27, [sp, #208]\n       stp     x28, x29, [sp, #224]\n       str     x30, [sp, #240]\n" \
    "       mov     x9, sp\n       mrs     x10, NZCV\n       stp     x9, x10, [sp, #248]\n" \
    "       ldr     x1, [sp, #272 + 104]\n" \
    "       add     x9, x1, #272\n" \
    "       .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31\n" \
    "       str     q\\n, [x9, #16 * \\n]\n       .endr\n" \
    "       .irp    n, 0,16,32,48,64,80,96,112,128,144,160,176,192,208,224,240\n" \
    "       ldp     x9, x10, [sp, #\\n]\n       stp     x9, x10, [x1, #\\n]\n       .endr\n" \
    "       ldr     x9, [sp, #256]\n       str     x9, [x1, #256]\n" \
    "       add     sp, sp, #272\n" \
    "       ldp     x27, x28, [sp, #80]\n       ldp     x25, x26, [sp, #64]\n       ldp     x23, x24, [sp, #48]\n       ldp     x21, x22, [sp, #32]\n" \
    "       ldp     x19, x20, [sp, #16]\n       ldr     x18, [sp, #96]\n       ldp     x29, x30, [sp], #112\n       ret\n" \
    "       .popsection\n")

WAY(by_smc, "smc #0");
WAY(by_load, "ldr w3, [x2]");
WAY(by_store, "str w3, [x2]");
WAY(by_load_memory, "ldr x3, [x2]");
WAY(by_fetch, "blr x2");
WAY(by_wfi, "wfi");
WAY(by_wfit, ".inst 0xD5031023");           /* WFIT X3 */
WAY(by_spin, "1: mrs x3, ISR_EL1\n\ttbz x3, #7, 1b");

static struct registers in, out;
static u64 seed;

/* ---- filling and checking ------------------------------------------------------------------------------------ */

static void keep(const struct kept *registers, u32 count)
{
    for (u32 i = 0; i < count; i++)
        kept[kept_count++] = registers[i];
}

static void fill(void)
{
    for (u32 i = 0; i < 31; i++)
        in.x[i] = next_random(&seed);
    for (u32 i = 0; i < 64; i++)
        in.q[i] = next_random(&seed);
    in.pstate = next_random(&seed) & 0xF0000000;
    for (u32 i = 0; i < kept_count; i++)
        if (kept[i].bits)
            kept[i].write((original[i] & ~kept[i].bits) | (next_random(&seed) & kept[i].bits));
    isb();
}

static void restore(void)
{
    for (u32 i = 0; i < kept_count; i++)
        if (kept[i].bits)
            kept[i].write(original[i]);
    isb();
}

/* What else a way of leaving may change: the virtual timer that it used, or the registers of the exception that it took. */
enum { TIMER = 1, EXCEPTION = 2 };

static int may_change(const struct kept *one, int uses)
{
    return (uses & TIMER && (one->read == read_CNTV_CTL_EL0 || one->read == read_CNTV_CVAL_EL0))
        || (uses & EXCEPTION && (one->read == read_ESR_EL1 || one->read == read_ELR_EL1 || one->read == read_SPSR_EL1 || one->read == read_FAR_EL1));
}

/* `changing`: by bit, those of X0 to X30 that the way of leaving may change. */
static void verify(const char *what, u64 changing, int uses, u64 *first)
{
    u64 found[MOST_KEPT];
    for (u32 i = 0; i < kept_count; i++)
        found[i] = kept[i].read();
    restore();
    for (u32 i = 0; i < 31; i++)
        require(changing >> i & 1 || out.x[i] == in.x[i], "%s: X%u was %p and is %p", what, i, (void *)in.x[i], (void *)out.x[i]);
    require(*first == 0 || out.sp == *first, "%s: SP is %p, and was %p the last time", what, (void *)out.sp, (void *)*first);
    *first = out.sp;
    require((out.pstate & 0xF0000000) == in.pstate, "%s: NZCV was %lx and is %lx", what, in.pstate, out.pstate);
    for (u32 i = 0; i < 64; i++)
        require(out.q[i] == in.q[i], "%s: half %u of Q%u was %p and is %p", what, i & 1, i / 2, (void *)in.q[i], (void *)out.q[i]);
    for (u32 i = 0; i < kept_count; i++)
        require(may_change(&kept[i], uses) || found[i] == before[i], "%s: %s was %p and is %p", what, kept[i].name, (void *)before[i], (void *)found[i]);
}

/* ---- the ways ------------------------------------------------------------------------------------------------ */

#define X(n) (1UL << (n))

static u32 cpus;
static u64 area[32] __attribute__((aligned(256)));

static void prepare_host_call(void)
{
    area[0] = HOST_COUNT;
    area[1] = 41;
    in.x[0] = environment.is_realm ? RSI_HOST_CALL : 0xC6000000 | HOST_COUNT;
    in.x[1] = environment.is_realm ? (u64)area : 41;
}

static void prepare_affinity(void)
{
    in.x[0] = PSCI_AFFINITY_INFO;
    in.x[1] = cpus > 1 ? 1 : 0;
    in.x[2] = 0;
}

/* The timer, and an interface that lets it through. */
static void prepare_timer(void)
{
    write_register(S3_0_C4_C6_0, 0xF8);
    virtual_timer(now() + 100 * MICROSECOND);
}

static void prepare_suspend(void)
{
    in.x[0] = PSCI_CPU_SUSPEND;
    prepare_timer();
}

static void prepare_time_out(void) { in.x[3] = now() + 100 * MICROSECOND; }

static void prepare_device(void) { in.x[2] = environment.shared_bit | 0x1C090018; }
static void prepare_device_store(void) { in.x[2] = environment.shared_bit | (GICD_IPA + 0x440); }

static u64 fresh;                       /* pages that nobody has touched yet */
static void prepare_fresh_page(void) { in.x[2] = fresh; fresh += PAGE; }

static void prepare_share(void)
{
    in.x[0] = RSI_IPA_STATE_SET;
    in.x[1] = fresh & ~(environment.unit - 1);
    in.x[2] = in.x[1] + environment.unit;
    in.x[3] = RIPAS_EMPTY;
    in.x[4] = 0;
    fresh = in.x[2];
}

/* An exception of its own: behind a load, or back to where a call came from. */
static u64 syndrome;
static int go_on(struct frame *frame, u32 vector)
{
    if (vector != SAME + SYNCHRONOUS)
        return 0;
    syndrome = frame->esr;
    frame->elr = ESR_EC(frame->esr) == EC_DATA ? frame->elr + 4 : frame->x[30];
    return 1;
}

/* Addresses behind which a realm has nothing (RIPAS EMPTY), and an ordinary guest a page that nobody has touched: zeros, which are no instruction. */
#define NOWHERE         0x4000000000UL
static void prepare_nothing(u64 attributes)
{
    u64 there = environment.is_realm ? 0x40000000 : fresh;
    fresh += environment.is_realm ? 0 : PAGE;
    remap_page(NOWHERE, there | attributes | PTE_VALID | PTE_TABLE);
    in.x[2] = NOWHERE;
}
static void prepare_no_code(void) { prepare_nothing(MAP_CODE); }
static void prepare_no_data(void) { prepare_nothing(MAP_DATA); }

static u8 token[PAGE] __attribute__((aligned(4096)));
static void prepare_token(void) { in.x[0] = RSI_ATTESTATION_TOKEN_INIT; }
static void prepare_piece(void)
{
    struct call call = { { RSI_ATTESTATION_TOKEN_INIT } };
    call_above(&call);
    in.x[0] = RSI_ATTESTATION_TOKEN_CONTINUE;
    in.x[1] = (u64)token;
    in.x[2] = 0;
    in.x[3] = 256;
}

static void prepare_measurement(void) { in.x[0] = RSI_FEATURES; in.x[1] = 0; }
static void prepare_unknown(void) { in.x[0] = 0xC40001A9; }

static const struct { const char *name; way way; void (*prepare)(void); u64 changing; int uses, realm_only; } ways[] = {
    { "host call", by_smc, prepare_host_call, X(0), 0, 0 },
    { "PSCI answered by the host", by_smc, prepare_affinity, X(0) | X(1) | X(2) | X(3), 0, 0 },
    { "PSCI CPU_SUSPEND", by_smc, prepare_suspend, X(0) | X(1) | X(2) | X(3), TIMER, 0 },
    { "RSI call", by_smc, prepare_measurement, X(0) | X(1), 0, 1 },
    { "a call that nobody answers", by_smc, prepare_unknown, X(0) | X(1) | X(2) | X(3), 0, 0 },
    { "RIPAS change", by_smc, prepare_share, X(0) | X(1) | X(2), 0, 1 },
    { "MMIO load", by_load, prepare_device, X(3), 0, 0 },
    { "MMIO store", by_store, prepare_device_store, 0, 0, 0 },
    { "a load from a page that is not mapped yet", by_load_memory, prepare_fresh_page, X(3), 0, 0 },
    { "a store to a page that is not mapped yet", by_store, prepare_fresh_page, 0, 0, 0 },
    { "an instruction abort", by_fetch, prepare_no_code, X(30), EXCEPTION, 0 },
    { "a data abort", by_load_memory, prepare_no_data, 0, EXCEPTION, 1 },
    { "an attestation token", by_smc, prepare_token, X(0) | X(1), 0, 1 },
    { "a piece of a token", by_smc, prepare_piece, X(0) | X(1), 0, 1 },
    { "WFI", by_wfi, prepare_timer, 0, TIMER, 0 },
    { "WFIT", by_wfit, prepare_time_out, 0, 0, 0 },
    { "an interrupt at work", by_spin, prepare_timer, X(3), TIMER, 0 },
};

static void go(u32 index, u64 *sp)
{
    fill();
    ways[index].prepare();
    for (u32 i = 0; i < kept_count; i++)
        before[i] = kept[i].read();
    syndrome = 0;
    ways[index].way(&in, &out);
    if (ways[index].uses & TIMER)
        write_register(CNTV_CTL_EL0, 0UL);
    verify(ways[index].name, ways[index].changing, ways[index].uses, sp);
    if (ways[index].way == by_fetch)
        require(ESR_EC(syndrome) == (environment.is_realm ? EC_FETCH : EC_UNKNOWN), "%s: ESR_EL1 = %lx", ways[index].name, syndrome);
    else if (ways[index].uses & EXCEPTION)
        require(ESR_EC(syndrome) == EC_DATA, "%s: ESR_EL1 = %lx", ways[index].name, syndrome);
}

static void keep_what_is_there(void)
{
    u64 features = read_register(ID_AA64DFR0_EL1);
    keep(system_registers, LENGTH(system_registers));
    keep(breakpoints, 2 * ((u32)(features >> 12 & 0xF) + 1));
    keep(watchpoints, 2 * ((u32)(features >> 20 & 0xF) + 1));
    u64 there[] = { read_register(ID_AA64PFR0_EL1) >> 48, read_register(ID_AA64PFR1_EL1) >> 4, read_register(ID_AA64MMFR2_EL1) >> 4,
        read_register(ID_AA64MMFR1_EL1) >> 20 };
    for (u32 i = 0; i < LENGTH(pstate_bits); i++)
        if (there[i] & 0xF)
            keep(&pstate_bits[i], 1);
    u64 version = features >> 8 & 0xF;
    u32 counters = 0;
    if (version != 0 && version != 0xF) {
        write_register(PMCR_EL0, read_register(PMCR_EL0) & ~1UL);
        counters = (u32)(read_register(PMCR_EL0) >> 11 & 0x1F);
        keep(pmu_registers, LENGTH(pmu_registers));
        keep(pmu_counters, 2 * (counters < 6 ? counters : 6));
    }
    for (u32 i = 0; i < kept_count; i++)
        original[i] = kept[i].read();
    if (version != 0 && version != 0xF)
        check(1, "%u system registers, and %u event counters", kept_count, counters);
    else
        check(1, "%u system registers; there is no PMU", kept_count);
}

/* The cycle counter overflows while the realm works: its interrupt comes, once for each overflow, and the counter goes on. */
#define MONITORS        23
static volatile u32 overflows;
static void count_overflow(u32 id)
{
    if (id == MONITORS && read_register(PMOVSCLR_EL0) >> 31)
        overflows = overflows + 1;
    write_register(PMOVSCLR_EL0, 1UL << 31);
    isb();
}

static void check_overflow(void)
{
    on_exception = 0;
    on_interrupt = count_overflow;
    gic_enable(MONITORS);
    write_register(PMCCFILTR_EL0, 0);
    write_register(PMOVSCLR_EL0, 0xFFFFFFFF);
    write_register(PMINTENSET_EL1, 1UL << 31);
    write_register(PMCNTENSET_EL0, 1UL << 31);
    interrupts_on();
    for (u32 i = 1; i <= ROUNDS; i++) {
        write_register(PMCCNTR_EL0, ~2000UL);
        write_register(PMCR_EL0, read_register(PMCR_EL0) | 1 | 1 << 6);        /* E, LC */
        isb();
        u64 end = now() + 10 * MILLISECOND;
        while (overflows < i && now() < end)
            ;
        write_register(PMCR_EL0, read_register(PMCR_EL0) & ~1UL);
        require(overflows == i, "%u overflows of the cycle counter interrupted %u times", i, overflows);
    }
    interrupts_off();
    write_register(PMINTENCLR_EL1, 1UL << 31);
    check(1, "the cycle counter overflows and interrupts, %u times", ROUNDS);
}

IMAGE("context", MMU_ON)
{
    seed = argument + 1;
    fresh = free_ram() + 64 * PAGE;
    fp_on();
    gic_start();
    gic_enable(VIRTUAL_TIMER);
    cpus = cpu_count();
    on_exception = go_on;
    map(NOWHERE, fresh, PAGE, MAP_DATA);
    u64 sp = 0;
    keep_what_is_there();
    for (u32 i = 0; i < LENGTH(ways); i++) {
        if ((ways[i].realm_only && !environment.is_realm) || (ways[i].way == by_wfit && !(read_register(ID_AA64ISAR2_EL1) & 0xF)))
            continue;
        sp = 0;
        for (u32 round = 0; round < ROUNDS; round++)
            go(i, &sp);
        check(1, "%s: 31 general, 32 SIMD and %u system registers, %u times", ways[i].name, kept_count, ROUNDS);
    }
    u64 version = read_register(ID_AA64DFR0_EL1) >> 8 & 0xF;
    if (version != 0 && version != 0xF)
        check_overflow();
    return PASS;
}
