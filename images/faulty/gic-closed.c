/* Waits for its timer with ICC_PMR_EL1 at zero: no priority gets through. */
#include "runtime.h"
#include "gic.h"

IMAGE("gic-closed", MMU_ON)
{
    gic_start();
    gic_enable(VIRTUAL_TIMER);
    write_register(S3_0_C4_C6_0, 0);        /* ICC_PMR_EL1 */
    isb();
    virtual_timer(now() + MILLISECOND);
    print("waiting for the timer\n");
    interrupts_on();
    for (;;)
        wfi();
}
