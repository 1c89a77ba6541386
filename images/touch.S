/*
 * touch: writes one word in each page of M MiB of RAM behind the image, then reads all of them back. The host must have
 * made that RAM the realm's (RIPAS RAM), which is asked of the RMM first. Argument: M, 2 when 0.
 */
#include "realm.inc"

#define PAGE_SHIFT      12
#define MIB_SHIFT       20

        image_start
        cbnz    x19, 1f
        mov     x19, #2
1:      adrp    x20, image_end                  /* first page to touch */
        add     x21, x20, x19, lsl #MIB_SHIFT   /* end of the last */

        mov     x22, x20
        adr     x9, realm_rsi_version
        ldr     x9, [x9]
        cbz     x9, 3f                          /* a virtual machine has no RIPAS */
2:      mov     x1, x22
        mov     x2, x21
        rsi_call RSI_IPA_STATE_GET              /* x1 = end of the run of equal RIPAS, at most x2; x2 = RIPAS */
        require_success
        and     x2, x2, #0xFF
        cmp     x2, #RIPAS_RAM
        b.ne    not_ram
        mov     x22, x1
        cmp     x22, x21
        b.lo    2b

3:      mov     x22, x20
5:      mvn     x9, x22                         /* a value no other page holds */
        str     x9, [x22]
        add     x22, x22, #1 << PAGE_SHIFT
        cmp     x22, x21
        b.lo    5b

        mov     x22, x20
4:      ldr     x23, [x22]
        mvn     x9, x22
        cmp     x23, x9
        b.ne    wrong_value
        add     x22, x22, #1 << PAGE_SHIFT
        cmp     x22, x21
        b.lo    4b

        puts    "touched "
        putdec  x19
        puts    " MiB, "
        lsl     x9, x19, #MIB_SHIFT - PAGE_SHIFT
        putdec  x9
        puts    " pages: ok\n"
        exit    STATUS_PASS

not_ram:
        puts    "RIPAS is not RAM at 0x"
        puthex  x22
        puts    "\n"
        exit    STATUS_FAIL

wrong_value:
        puts    "wrong value 0x"
        puthex  x23
        puts    " at 0x"
        puthex  x22
        puts    "\n"
        exit    STATUS_FAIL
