/* Reads a device that the host does not have: it answers with a synchronous external abort. */
#include "runtime.h"

IMAGE("no-such-device", MMU_OFF)
{
    print("reading a device at 0x12340000 of the unprotected half\n");
    print("read %lx\n", probe_load32(environment.shared_bit | 0x12340000, 0));
    return FAIL;
}
