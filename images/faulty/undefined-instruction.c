/* Executes a word that is no instruction. */
#include "runtime.h"

IMAGE("undefined-instruction", MMU_ON)
{
    print("executing udf #7\n");
    __asm__ volatile("udf #7");
    return FAIL;
}
