/* Takes the wrong bit for the one that makes an address shared: ipa_width - 2, which is in the protected half. */
#include "runtime.h"

IMAGE("shared-bit-low", MMU_OFF)
{
    print("writing to the console with bit %lu set\n", environment.ipa_width - 2);
    probe_store32(1UL << (environment.ipa_width - 2) | 0x1C090000, '!');
    return FAIL;
}
