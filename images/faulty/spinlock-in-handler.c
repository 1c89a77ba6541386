/* An interrupt handler spins on a lock that the code it interrupted holds. */
#include "runtime.h"
#include "gic.h"

static volatile u64 lock;

static void take(void)
{
    while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE))
        ;
}

static void tick(__attribute__((unused)) u32 id)
{
    timers_off();
    take();
}

IMAGE("spinlock-in-handler", MMU_ON)
{
    on_interrupt = tick;
    gic_start();
    gic_enable(VIRTUAL_TIMER);
    interrupts_on();
    print("holding a lock while the timer comes\n");
    take();
    virtual_timer(now() + 10 * MICROSECOND);
    for (;;)
        isb();
}
