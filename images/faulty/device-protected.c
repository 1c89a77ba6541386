/* A driver that uses the device's plain address: in a realm, devices are in the unprotected half only. */
#include "runtime.h"

IMAGE("device-protected", MMU_OFF)
{
    print("writing to the console at 0x1c090000\n");
    probe_store32(0x1C090000, '!');
    return FAIL;
}
