/*
 * hostcall: N round trips to the host (imm 1: the host adds one to gprs[0]), each answer checked.
 * Argument: N, 3 when 0.
 */
#include "realm.inc"

        image_start
        cbnz    x19, 1f
        mov     x19, #3
1:      mov     x20, #0                         /* calls made */

2:      mov     x0, x20
        host_call HOST_CALL_COUNT
        add     x20, x20, #1
        cmp     x0, x20
        b.ne    wrong_answer
        cmp     x20, x19
        b.lo    2b

        putdec  x19
        puts    " host calls ok\n"
        exit    STATUS_PASS

wrong_answer:
        mov     x21, x0
        puts    "host call "
        putdec  x20
        puts    ": expected gprs[0] = "
        putdec  x20
        puts    ", found "
        putdec  x21
        puts    "\n"
        exit    STATUS_FAIL
