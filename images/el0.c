/*
 * el0: a kernel with user tasks. Each task has tables and an ASID of its own, code that EL0 may run and EL1 may not, a stack, and data at
 * the same address as the others'. They make system calls, are preempted by the timer, and keep their FP registers; some do what
 * EL0 may not, and are ended for it.
 */
#include "runtime.h"
#include "gic.h"
#include "mmu.h"

#define USER            0x10000000000UL         /* the image's code again, as EL0 sees it */
#define USER_STACK      (USER + 0x1000000)
#define USER_DATA       (USER + 0x2000000)
#define SLICE           (5 * MICROSECOND)
#define ROUNDS          20
#define WORKERS         3

enum { YIELD = 1, EXIT = 2, NUMBER = 3, UNKNOWN = 99 };

struct task {
    struct frame frame;
    u64 sp_el0, tpidr_el0, ttbr;
    u64 fp[FP_WORDS] __attribute__((aligned(16)));
    int is_over;
    u64 result, esr, far, preempted, calls;
};

static struct task tasks[WORKERS + 8], kernel;
static u8 pages[2 * LENGTH(tasks)][PAGE] __attribute__((aligned(4096)));
static struct task *current;
static u32 count;

/* ---- EL0: code that touches no data of the image but constants --------------------------------------------- */

static inline u64 system_call(u64 number, u64 value)
{
    register u64 x0 __asm__("x0") = value;
    register u64 x8 __asm__("x8") = number;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8) : "memory");
    return x0;
}

/* 1/1 + 1/2 + ... as doubles, by FP arithmetic between system calls; ends with the bits of the sum. */
static u64 harmonic(u64 terms)
{
    u64 bits;
    __asm__ volatile(
        "       fmov    d0, xzr\n"
        "       fmov    d2, #1.0\n"
        "       fmov    d3, #1.0\n"
        "1:     fdiv    d1, d3, d2\n"
        "       fadd    d0, d0, d1\n"
        "       fadd    d2, d2, d3\n"
        "       subs    %1, %1, #1\n"
        "       b.ne    1b\n"
        "       fmov    %0, d0\n" : "=r"(bits), "+r"(terms) :: "cc");
    return bits;
}

static void worker(u64 seed)
{
    volatile u64 *data = (volatile u64 *)USER_DATA;
    u64 number = system_call(NUMBER, 0);
    if (system_call(UNKNOWN, 1) != ~0UL)
        system_call(EXIT, 1);
    for (u64 round = 0; round < ROUNDS; round++) {
        u64 value = seed * 1000 + round;
        *data = value;
        write_register(TPIDR_EL0, value);
        fp_fill(value);
        system_call(YIELD, 0);
        if (fp_differs(value))
            system_call(EXIT, 2);
        for (volatile u64 i = 0; i < 3000; i++)
            ;                                   /* long enough for the timer to come */
        if (fp_differs(value) || *data != value || read_register(TPIDR_EL0) != value || system_call(NUMBER, 0) != number)
            system_call(EXIT, 3);
    }
    write_register(FPCR, 0);
    if (harmonic(1000) != 0x401DF11F45F4E618)
        system_call(EXIT, 4);
    system_call(EXIT, 0);
}

static void reads_kernel(u64 address) { system_call(EXIT, *(volatile u64 *)address); }
static void writes_code(__attribute__((unused)) u64 unused) { *(volatile u32 *)USER = 0; system_call(EXIT, 0); }
static void runs_stack(__attribute__((unused)) u64 unused) { ((void (*)(void))(USER_STACK + 64))(); system_call(EXIT, 0); }
static void reads_nothing(__attribute__((unused)) u64 unused) { *(volatile u64 *)0; system_call(EXIT, 0); }
static void reads_register(__attribute__((unused)) u64 unused) { system_call(EXIT, read_register(VBAR_EL1)); }
static void makes_smc(__attribute__((unused)) u64 unused) { __asm__ volatile("smc #0" ::: "memory"); system_call(EXIT, 0); }
static void breaks(__attribute__((unused)) u64 unused) { __asm__ volatile("brk #7"); system_call(EXIT, 0); }

/* ---- EL1 --------------------------------------------------------------------------------------------------- */

static void swap(struct frame *frame, struct task *from, struct task *to)
{
    from->frame = *frame;
    from->sp_el0 = read_register(SP_EL0);
    from->tpidr_el0 = read_register(TPIDR_EL0);
    fp_save(from->fp);
    *frame = to->frame;
    write_register(SP_EL0, to->sp_el0);
    write_register(TPIDR_EL0, to->tpidr_el0);
    write_register(TTBR0_EL1, to->ttbr);
    isb();
    fp_load(to->fp);
    current = to;
}

/* The next task that is not over; the kernel when all are. */
static void schedule(struct frame *frame)
{
    u32 at = current == &kernel ? count - 1 : (u32)(current - tasks);
    for (u32 i = 1; i <= count; i++) {
        struct task *next = &tasks[(at + i) % count];
        if (!next->is_over) {
            if (next != current)
                swap(frame, current, next);
            virtual_timer(now() + SLICE);
            return;
        }
    }
    timers_off();
    swap(frame, current, &kernel);
}

static void system_called(struct frame *frame)
{
    current->calls++;
    switch (frame->x[8]) {
    case YIELD: schedule(frame); break;
    case EXIT:
        current->result = frame->x[0];
        current->is_over = 1;
        schedule(frame);
        break;
    case NUMBER: frame->x[0] = (u64)(current - tasks); break;
    default: frame->x[0] = ~0UL; break;
    }
}

static int kernel_exception(struct frame *frame, u32 vector)
{
    u64 ec = ESR_EC(frame->esr);
    if (vector == SAME + SYNCHRONOUS && ec == EC_SVC) {
        schedule(frame);
        return 1;
    }
    if (vector == LOWER + IRQ) {
        u64 id = read_register(S3_0_C12_C12_0);         /* ICC_IAR1_EL1 */
        timers_off();
        write_register(S3_0_C12_C12_1, id);             /* ICC_EOIR1_EL1 */
        current->preempted++;
        schedule(frame);
        return 1;
    }
    if (vector != LOWER + SYNCHRONOUS)
        return 0;
    if (ec == EC_SVC) {
        system_called(frame);
        return 1;
    }
    current->esr = frame->esr;
    current->far = frame->far;
    current->is_over = 1;
    schedule(frame);
    return 1;
}

/* A task's own tables: the kernel's with one more entry in level 0, under which everything is for one ASID. */
static struct task *make_task(void (*function)(u64), u64 argument)
{
    struct task *task = &tasks[count];
    u64 *kernel_root = root_table, code = (u64)text_end - (u64)image_start;
    root_table = new_table();
    for (u32 i = 0; i < 512; i++)
        if (i != (USER >> 39))
            ((volatile u64 *)root_table)[i] = kernel_root[i];
    map(USER, (u64)image_start, code, (MAP_CODE | PTE_USER | PTE_PXN | PTE_NG) & ~PTE_UXN);
    map(USER + code, (u64)text_end, (u64)data_start - (u64)text_end, MAP_READ_ONLY | PTE_USER | PTE_NG);
    map(USER_STACK, (u64)pages[2 * count], PAGE, MAP_DATA | PTE_USER | PTE_NG);
    map(USER_DATA, (u64)pages[2 * count + 1], PAGE, MAP_DATA | PTE_USER | PTE_NG);
    task->ttbr = (u64)root_table | (u64)(count + 1) << 48;
    root_table = kernel_root;
    task->frame.elr = USER + ((u64)function - (u64)image_start);
    task->frame.x[0] = argument;
    task->sp_el0 = USER_STACK + PAGE;
    count++;
    return task;
}

static void expect_end(const struct task *task, const char *what, u64 ec, u64 fsc)
{
    check(task->is_over && ESR_EC(task->esr) == ec && (fsc == 0 || ESR_FSC(task->esr) == fsc), "%s: ended with ESR_EL1 = 0x%lx", what, task->esr);
}

static void check_pan(void)
{
    write_register(TTBR0_EL1, tasks[0].ttbr);
    isb();
    u64 value;
    __asm__ volatile("ldtr %0, [%1]" : "=r"(value) : "r"(USER_DATA) : "memory");
    check(value == 1000 + ROUNDS - 1, "EL1 reads a task's data as the task would: %lu", value);
    __asm__ volatile("msr PAN, #1");
    probe(probe_load64, USER_DATA, 0);
    check(fault.taken && (ESR_FSC(fault.esr) & ~3UL) == FSC_PERMISSION_L0, "and not by accident: PSTATE.PAN stops a plain load");
    __asm__ volatile("msr PAN, #0");
    probe(probe_fetch, USER, 0);
    check(fault.taken && ESR_EC(fault.esr) == EC_FETCH, "nor does it run a task's code");
    write_register(TTBR0_EL1, kernel.ttbr);
    isb();
}

IMAGE("el0", MMU_ON)
{
    fp_on();
    kernel.ttbr = (u64)root_table;
    current = &kernel;
    for (u64 i = 0; i < WORKERS; i++)
        make_task(worker, i + 1);
    struct task *kernel_reader = make_task(reads_kernel, (u64)tasks), *code_writer = make_task(writes_code, 0), *stack_runner = make_task(runs_stack, 0),
        *null_reader = make_task(reads_nothing, 0), *register_reader = make_task(reads_register, 0), *caller = make_task(makes_smc, 0),
        *breaker = make_task(breaks, 0);
    on_exception = kernel_exception;
    gic_start();
    gic_enable(VIRTUAL_TIMER);
    print("%u tasks\n", count);
    __asm__ volatile("svc #1" ::: "memory");    /* comes back when all tasks are over */
    on_exception = 0;
    u64 preempted = 0;
    for (u32 i = 0; i < WORKERS; i++) {
        preempted += tasks[i].preempted;
        check(tasks[i].result == 0 && tasks[i].esr == 0, "task %u: %lu system calls, result %lu, ESR_EL1 0x%lx", i, tasks[i].calls, tasks[i].result, tasks[i].esr);
    }
    check(preempted > 0, "tasks were preempted %lu times, and kept their registers", preempted);
    expect_end(kernel_reader, "a read of the kernel's data", EC_DATA_LOWER, 0);
    check((ESR_FSC(kernel_reader->esr) & ~3UL) == FSC_PERMISSION_L0, "by permission");
    expect_end(code_writer, "a write to its own code", EC_DATA_LOWER, FSC_PERMISSION_L0 + 3);
    expect_end(stack_runner, "running its stack", EC_FETCH_LOWER, FSC_PERMISSION_L0 + 3);
    expect_end(null_reader, "a null pointer", EC_DATA_LOWER, 0);
    expect_end(register_reader, "a register of EL1", EC_UNKNOWN, 0);
    expect_end(caller, "an SMC", EC_UNKNOWN, 0);
    expect_end(breaker, "a BRK", EC_BRK, 0);
    check_pan();
    return PASS;
}
