/* Uses RAM behind its image without claiming it, under a host that makes only what it has loaded RAM. */
#include "runtime.h"

IMAGE("never-claimed", MMU_OFF)
{
    print("writing to RAM at %p\n", (void *)free_ram());
    *(volatile u64 *)free_ram() = 1;
    return FAIL;
}
