/* Waits for a word that nobody writes. */
#include "runtime.h"

static volatile u64 ready;

IMAGE("endless-loop", MMU_ON)
{
    print("waiting for a word to change\n");
    while (!ready)
        ;
    return FAIL;
}
