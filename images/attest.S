/*
 * attest: extends a measurement, then asks for an attestation token in pieces and prints it in hexadecimal between two marker
 * lines, as `ccaemu token show` reads it. Argument: first word of the challenge; the other seven count on from it.
 */
#include "realm.inc"

#define RSI_MEASUREMENT_EXTEND          0xC4000193
#define RSI_ATTESTATION_TOKEN_INIT      0xC4000194
#define RSI_ATTESTATION_TOKEN_CONTINUE  0xC4000195
#define RSI_INCOMPLETE                  3
#define REM_INDEX                       1
#define PIECE                           512
#define LINE                            32

        image_start
        mov     x1, #REM_INDEX
        mov     x2, #8                          /* bytes, in x3 */
        mov     x3, x19
        rsi_call RSI_MEASUREMENT_EXTEND
        require_success

        mov     x1, x19                         /* the challenge: x1 to x8 */
        add     x2, x19, #1
        add     x3, x19, #2
        add     x4, x19, #3
        add     x5, x19, #4
        add     x6, x19, #5
        add     x7, x19, #6
        add     x8, x19, #7
        rsi_call RSI_ATTESTATION_TOKEN_INIT     /* x1 = how long the token is at most */
        require_success
        mov     x24, x1
        puts    "token of at most "
        putdec  x24
        puts    " bytes\n"
        mov     x9, #4096
        cmp     x24, x9
        b.hi    too_long

        mov     x20, #0                         /* bytes so far */
more:   adr     x1, token
        mov     x2, x20
        mov     x3, #PIECE
        mov     x9, #4096
        sub     x9, x9, x20
        cmp     x3, x9
        csel    x3, x3, x9, lo
        rsi_call RSI_ATTESTATION_TOKEN_CONTINUE /* x1 = bytes written */
        add     x20, x20, x1
        cmp     x0, #RSI_INCOMPLETE
        b.eq    more
        require_success

        puts    "-----BEGIN CCA TOKEN-----\n"
        adr     x21, token
        add     x22, x21, x20                   /* its end */
        mov     x23, #0                         /* bytes on the line */
1:      cmp     x21, x22
        b.eq    3f
        ldrb    w9, [x21], #1
        mov     x25, x9
        puthex  x25, 2
        add     x23, x23, #1
        cmp     x23, #LINE
        b.ne    1b
        puts    "\n"
        mov     x23, #0
        b       1b
3:      cbz     x23, 4f
        puts    "\n"
4:      puts    "-----END CCA TOKEN-----\n"
        exit    STATUS_PASS

too_long:
        puts    "longer than the buffer\n"
        exit    STATUS_FAIL

        .section .bss
        .balign 4096
token:  .skip   4096
