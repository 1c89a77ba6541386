/* Waits for a word that its timer's handler would write, with interrupts masked in PSTATE. */
#include "runtime.h"
#include "gic.h"

static volatile u64 ticks;

static void tick(u32 id)
{
    if (id == VIRTUAL_TIMER)
        ticks = ticks + 1;
    timers_off();
}

IMAGE("interrupts-masked", MMU_ON)
{
    gic_start();
    gic_enable(VIRTUAL_TIMER);
    on_interrupt = tick;
    interrupts_off();
    virtual_timer(now() + MILLISECOND);
    print("waiting for the first tick\n");
    while (ticks == 0)
        ;
    return FAIL;
}
