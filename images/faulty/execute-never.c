/* Calls a function that lies in data. */
#include "runtime.h"

static u32 code[] = { 0xD65F03C0 };

IMAGE("execute-never", MMU_ON)
{
    print("calling what is in .data\n");
    ((void (*)(void))code)();
    return FAIL;
}
