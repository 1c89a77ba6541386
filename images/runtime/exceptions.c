#include "runtime.h"
#include "gic.h"

exception_hook on_exception;
interrupt_hook on_interrupt;
struct fault fault;

static volatile int probing;
static volatile int depth;

#define OVERFLOW        16              /* vectors.S adds it when the stack has run out */

u64 probe(probe_function function, u64 first, u64 second)
{
    fault = (struct fault) { 0, 0, 0, 0 };
    probing = 1;
    __asm__ volatile("" ::: "memory");
    u64 value = function(first, second);
    __asm__ volatile("" ::: "memory");
    probing = 0;
    return fault.taken ? 0 : value;
}

static void interrupt(void)
{
    u32 id = (u32)read_register(S3_0_C12_C12_0);        /* ICC_IAR1_EL1 */
    if (id >= 1020)
        return;
    if (on_interrupt)
        on_interrupt(id);
    write_register(S3_0_C12_C12_1, id);                 /* ICC_EOIR1_EL1 */
}

/* An exception while one is being reported ends the image without the console, and a third one without the host's help. */
static void NORETURN report(struct frame *frame, u32 vector)
{
    int before = depth++;
    if (before > 1)
        smc(PSCI_SYSTEM_RESET, 0, 0, 0, 0);
    if (before == 1)
        power_off(FAIL);
    print("exception: vector 0x%x ESR_EL1=%p ELR_EL1=%p FAR_EL1=%p SPSR_EL1=%p SP=%p\n", (vector & 15) * 0x80,
        (void *)frame->esr, (void *)frame->elr, (void *)frame->far, (void *)frame->spsr, (void *)frame->sp);
    finish(FAIL);
}

void take_exception(struct frame *frame, u32 vector)
{
    if (vector >= OVERFLOW)
        report(frame, vector);
    if (on_exception && on_exception(frame, vector))
        return;
    if ((vector & 3) == IRQ && on_interrupt) {
        interrupt();
        return;
    }
    if (probing && vector == SAME + SYNCHRONOUS) {
        fault = (struct fault) { 1, frame->esr, frame->far, frame->elr };
        frame->elr = frame->x[30];
        return;
    }
    report(frame, vector);
}
