/*
 * random: reads eight numbers from RNDR and prints them. The PE says by PSTATE.NZCV whether it had one to give:
 * 0b0000 with a number, 0b0100 with the value 0 when it had none in time. Argument: none.
 */
#include "realm.inc"

#define RNDR            S3_3_C2_C4_0
#define NUMBERS         8
#define ATTEMPTS        16                      /* for one number */

        image_start
        mrs     x9, ID_AA64ISAR0_EL1
        ubfx    x9, x9, #60, #4                 /* ID_AA64ISAR0_EL1.RNDR: 0 without FEAT_RNG */
        cbz     x9, not_implemented
        mov     x20, #NUMBERS

next_number:
        mov     x21, #ATTEMPTS
1:      mrs     x22, RNDR
        mrs     x23, NZCV
        cbz     x23, 2f
        mov     x9, #1 << 30                    /* only Z set */
        cmp     x23, x9
        ccmp    x22, #0, #0, eq
        b.ne    bad_flags
        subs    x21, x21, #1
        b.ne    1b
        puts    "RNDR gave no number\n"
        exit    STATUS_FAIL

2:      puts    "RNDR: 0x"
        puthex  x22
        puts    "\n"
        subs    x20, x20, #1
        b.ne    next_number
        exit    STATUS_PASS

bad_flags:
        puts    "RNDR: NZCV is neither 0b0000 nor 0b0100 with the value 0: 0x"
        puthex  x23
        puts    "\n"
        exit    STATUS_FAIL

not_implemented:
        puts    "RNDR is not implemented (FEAT_RNG)\n"
        exit    STATUS_FAIL
