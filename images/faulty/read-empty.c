/* Reads memory that nobody claimed: a protected IPA whose RIPAS is EMPTY. */
#include "runtime.h"

IMAGE("read-empty", MMU_OFF)
{
    print("reading behind the end of RAM, at %p\n", (void *)environment.ram_end);
    print("read %lx\n", probe_load64(environment.ram_end, 0));
    return FAIL;
}
