/* Takes the wrong bit for the one that makes an address shared: ipa_width, which is behind the end of the IPA space. */
#include "runtime.h"

IMAGE("beyond-ipa-space", MMU_OFF)
{
    print("writing to the console with bit %lu set\n", environment.ipa_width);
    probe_store32(1UL << environment.ipa_width | 0x1C090000, '!');
    return FAIL;
}
