/* Sleeps with no interrupt enabled. */
#include "runtime.h"

IMAGE("waits-for-ever", MMU_ON)
{
    print("waiting for an interrupt\n");
    for (;;)
        wfi();
}
