/*
 * reset: native EL3 firmware that has the board reset in every way the board knows, and looks at what each reset has left.
 * Flat image, linked at 0x8800_0000 and loaded anew by each reset; the boot ROM branches to its base at EL3. MMU off, granule protection off.
 *
 * What must outlive a reset is in RAM outside the image: the number of the boot, and the system counter at the last look. On each boot it
 * checks that time has gone on, that its own data are fresh, that the GIC, the watchdogs, the UART and the system timer are as after a reset,
 * prints "boot N", makes all of these dirty, and has the board reset:
 *   boot 0  by SYS_CFGCTRL "reboot"
 *   boot 1  by the second expiry of the trusted SP805
 *   boot 2  by WS1 of the generic watchdog
 *   boot 3  by the second expiry of the Non-secure SP805
 *   boot 4  prints "done" and waits in WFI for ever
 * A check that fails prints "FAIL N", N the number of the check, and waits in WFI for ever.
 */
        .arch   armv8.5-a

#define UART_DR         0x1C090000
#define SYS             0x1C010000
#define SP805           0x1C0F0000
#define PWRC            0x1C100000
#define GENERIC         0x2A440000
#define TRUSTED         0x2A490000
#define TIMER           0x2A830000
#define GICD            0x2F000000
#define GICR            0x2F100000
#define KEPT            0x89000000      /* boots, counter, PWRC's answer */

        .macro  movq    register, value
        movz    \register, #((\value) & 0xFFFF)
        movk    \register, #(((\value) >> 16) & 0xFFFF), lsl #16
        .endm

        .macro  put     address, value
        movq    x0, (\address)
        movq    x1, (\value)
        str     w1, [x0]
        .endm

        /* The word at an address must be a value. */
        .macro  expect  number, address, value
        mov     x28, #\number
        movq    x0, (\address)
        movq    x1, (\value)
        ldr     w0, [x0]
        cmp     w0, w1
        b.ne    failed
        .endm

        .section .text, "ax"
        .global _start
_start:
        movq    x20, KEPT
        ldr     x21, [x20]                      /* boots */
        ldr     x22, [x20, #8]                  /* counter */

        mov     x28, #1                         /* time goes on */
        mrs     x0, cntpct_el0
        str     x0, [x20, #8]
        cmp     x0, x22
        b.lo    failed
        mov     x28, #2                         /* the image is loaded anew */
        ldr     x1, =fresh
        ldr     x2, [x1]
        mov     x3, #0x5AFE
        cmp     x2, x3
        b.ne    failed
        str     xzr, [x1]
        expect  3, GICD, 0x30                   /* affinity routing, and no group enabled */
        expect  4, (GICD + 0x104), 0
        expect  5, (GICR + 0x14), 6
        expect  6, (TRUSTED + 0x008), 0
        expect  7, (TRUSTED + 0xC00), 0
        expect  8, GENERIC, 0
        expect  9, (SP805 + 0x008), 0
        expect  10, (UART_DR + 0x38), 0
        expect  11, (SYS + 0x008), 0
        mov     x28, #12                        /* no timer of the PE is on */
        mrs     x0, cntps_ctl_el1
        mrs     x1, cntp_ctl_el0
        orr     x0, x0, x1
        cbnz    x0, failed
        mov     x28, #13                        /* and its reason to come up is power-on first, reset then */
        movq    x0, PWRC
        str     wzr, [x0, #0x10]
        ldr     w1, [x0, #0x10]
        ubfx    w1, w1, #24, #2
        cmp     x21, #0
        cset    w2, ne
        cmp     w1, w2
        b.ne    failed

        adr     x0, text_boot
        bl      print
        mov     x0, x21
        bl      print_decimal
        mov     w0, #'\n'
        bl      print_char

        add     x0, x21, #1
        str     x0, [x20]
        put     GICD, 0x37                      /* dirty */
        put     (GICD + 0x104), 0xFF
        put     (GICR + 0x14), 0
        put     (UART_DR + 0x38), 0x70
        put     (SYS + 0x008), 0xFF
        mov     x0, #1
        msr     cntps_ctl_el1, x0
        cbz     x21, by_configuration
        cmp     x21, #1
        b.eq    by_trusted
        cmp     x21, #2
        b.eq    by_generic
        cmp     x21, #3
        b.eq    by_watchdog
        adr     x0, text_done
        bl      print
        msr     cntps_ctl_el1, xzr
        b       sleep

by_configuration:
        put     (SYS + 0x0A4), 0xC0900000       /* start, write, function 9 */
        b       sleep
by_trusted:
        put     TRUSTED, 100
        put     (TRUSTED + 0x008), 3
        put     (TRUSTED + 0xC00), 1
        b       sleep
by_generic:
        put     (GENERIC + 0x008), 1000
        put     GENERIC, 1
        b       sleep
by_watchdog:
        put     SP805, 100
        put     (SP805 + 0x008), 3

sleep:  msr     cntps_ctl_el1, xzr
1:      wfi
        b       1b

failed: adr     x0, text_fail
        bl      print
        mov     x0, x28
        bl      print_decimal
        mov     w0, #'\n'
        bl      print_char
        b       sleep

#include "print.inc"

text_boot:      .asciz  "boot "
text_done:      .asciz  "done\n"
text_fail:      .asciz  "FAIL "
        .balign 8
fresh:          .quad   0x5AFE
digits:         .space  24
