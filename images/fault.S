/*
 * fault: reads a protected IPA whose RIPAS is EMPTY. The RMM answers with a synchronous external abort, which the
 * image's vectors print before it ends with status 1. Argument: the IPA, 0x4000_0000 (below RAM) when 0.
 */
#include "realm.inc"

        image_start on_exception="fault"
        cbnz    x19, 1f
        load_imm x19, 0x40000000
1:      puts    "reading an empty page at 0x"
        puthex  x19
        puts    "\n"

        .global empty_read
empty_read:
        ldr     x20, [x19]

        puts    "no fault: read 0x"
        puthex  x20
        puts    "\n"
        exit    STATUS_FAIL
