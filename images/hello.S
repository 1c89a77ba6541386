/*
 * hello: what a realm can say about itself. Prints a greeting, the RSI version, the IPA width, the exception level
 * and the first 8 bytes of its Realm Initial Measurement; of these, a virtual machine has the exception level. Argument: none.
 */
#include "realm.inc"

        image_start
        adr     x9, realm_rsi_version
        ldr     x20, [x9]
        cbz     x20, in_a_vm
        puts    "Hello from a realm!\n"

        puts    "RSI version: "
        ubfx    x21, x20, #16, #15
        putdec  x21
        puts    "."
        and     x21, x20, #0xFFFF
        putdec  x21

        puts    "\nIPA width: "
        adr     x9, realm_config
        ldr     x20, [x9]                       /* RsiRealmConfig.ipa_width */
        putdec  x20

        puts    " bits\nCurrentEL: EL"
        mrs     x20, CurrentEL
        ubfx    x20, x20, #2, #2
        putdec  x20

        puts    "\nRIM: "
        mov     x1, #0                          /* measurement 0 is the RIM */
        rsi_call RSI_MEASUREMENT_READ
        require_success
        rev     x20, x1                         /* byte 0 is in the low byte of x1, and is printed first */
        puthex  x20
        puts    "\n"
        exit    STATUS_PASS

in_a_vm:
        puts    "Hello from a virtual machine!\nCurrentEL: EL"
        mrs     x20, CurrentEL
        ubfx    x20, x20, #2, #2
        putdec  x20
        puts    "\n"
        exit    STATUS_PASS
