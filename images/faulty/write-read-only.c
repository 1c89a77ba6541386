/* Writes to a constant. */
#include "runtime.h"

static const u64 constants[] = { 42, 43 };

IMAGE("write-read-only", MMU_ON)
{
    print("writing to a constant\n");
    *(volatile u64 *)&constants[argument & 1] = 44;
    print("%lu\n", constants[argument & 1]);
    return FAIL;
}
