/* Acknowledges its first timer interrupt and never ends it, so that the second one cannot come. */
#include "runtime.h"
#include "gic.h"

static volatile u32 ticks;

static int acknowledge(__attribute__((unused)) struct frame *frame, u32 vector)
{
    if ((vector & 3) != IRQ)
        return 0;
    (void)read_register(S3_0_C12_C12_0);    /* ICC_IAR1_EL1, and no ICC_EOIR1_EL1 */
    timers_off();
    ticks++;
    return 1;
}

IMAGE("interrupt-not-ended", MMU_ON)
{
    on_exception = acknowledge;
    gic_start();
    gic_enable(VIRTUAL_TIMER);
    interrupts_on();
    for (u32 tick = 1; tick <= 2; tick++) {
        print("waiting for tick %u\n", tick);
        virtual_timer(now() + MILLISECOND);
        while (ticks < tick)
            wfi();
    }
    return FAIL;
}
