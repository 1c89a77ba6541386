/*
 * matrix: native EL3 firmware that carries out a table of cases: control registers, an instruction, a level to run it at, and where it must end.
 * Flat image, linked at 0x8800_0000 and entered at its base at EL3 after reset: MMU off, granule protection off, PL011 at 0x1C09_0000. The
 * table is other data: whoever starts the machine lays it at 0x9000_0000. tests/CcaEmu.WholeMachine.Tests/Firmware/Matrix makes one from
 * the definition tables of the registers and from what the manual says of each.
 *
 * For each row: EL3 writes the registers of two lists, makes an exception return to the row's stub, and compares what the first exception after
 * it left behind (level, vector, ESR_ELx, ELR_ELx) with the row; then it reads registers back and compares those. It prints a line for each
 * row that differs, at the end "N passed, M failed" and for EL1, EL2 and EL3 a mask of the exception classes that rows expected and met, and
 * waits in WFI for ever.
 *
 * The table. Header: the number of rows, the address of the first, and room for the address of the row at hand, which tells of one that does not
 * end. A row has 13 doublewords, named ROW_ below. A list of writes: pairs of the
 * address of "MSR register, X0; RET" and a value. A list of checks: the address of "MRS X0, register; RET", or the number of a SEEN_ doubleword
 * counted from 1 at SEEN_X; the bits compared; their values. A zero ends a list; a missing list is the address zero.
 */
        .arch   armv8.5-a

#define UART_DR         0x1C090000
#define TABLE           0x90000000
#define DONE            0xFFF           /* immediate of the SMC by which a handler at EL1 or EL2 gives up the row */

#define ROW_SUBJECT     0x00            /* three texts that together name the row */
#define ROW_PLACE       0x08
#define ROW_CONDITION   0x10
#define ROW_SETUP       0x18            /* writes that many rows share */
#define ROW_CHANGES     0x20            /* writes of this row, after those */
#define ROW_STUB        0x28            /* where the exception return goes */
#define ROW_SPSR        0x30            /* with what in SPSR_EL3 */
#define ROW_X0          0x38            /* X0 and X1 at the stub */
#define ROW_X1          0x40
#define ROW_WHERE       0x48            /* level << 8 | vector */
#define ROW_ESR         0x50
#define ROW_ELR         0x58            /* 0: not compared */
#define ROW_CHECKS      0x60
#define ROW_SIZE        0x68

/* what the first exception left */
#define SEEN_WHERE      0x00            /* 0: none yet */
#define SEEN_ESR        0x08
#define SEEN_ELR        0x10
#define SEEN_X          0x18            /* X0 to X7 */
#define SEEN_SPSR       0x58
#define SEEN_FAR        0x60
#define SEEN_LAST       10              /* number of SEEN_FAR, counted from 1 at SEEN_X */
#define CURRENT         0x68
#define LEFT            0x70
#define PASSED          0x78
#define FAILED          0x80
#define CLASSES         0x88            /* exception classes met at EL1, EL2, EL3 */

#include "cases.inc"

        .section .text, "ax"
        .global _start
_start: b       start

/* The vectors of three levels, at 0x800, 0x1000 and 0x1800 of the image: a table may write VBAR_ELx with what it has. */
        .macro  take    level, esr, elr, far, spsr
        ldr     x18, =state
        ldr     x19, [x18, #SEEN_WHERE]
        cbnz    x19, 1f
        add     x20, x17, #(\level << 8)
        str     x20, [x18, #SEEN_WHERE]
        mrs     x20, \esr
        str     x20, [x18, #SEEN_ESR]
        mrs     x20, \elr
        str     x20, [x18, #SEEN_ELR]
        stp     x0, x1, [x18, #SEEN_X]
        stp     x2, x3, [x18, #(SEEN_X + 16)]
        stp     x4, x5, [x18, #(SEEN_X + 32)]
        stp     x6, x7, [x18, #(SEEN_X + 48)]
        mrs     x20, \spsr
        str     x20, [x18, #SEEN_SPSR]
        mrs     x20, \far
        str     x20, [x18, #SEEN_FAR]
1:
        .endm

        vectors 1, x17
        vectors 2, x17
        vectors 3, x17
        .balign 128

/* A handler gives up by SMC. Where that is UNDEFINED or trapped to the handler's own level, only a trapped WFI is left. */
        .macro  give_up
        cbz     x19, 2f
        cmp     x17, #4                 /* a second exception, from this level */
        b.ne    2f
        wfi
2:      smc     #DONE
        .endm

taken1: take    1, ESR_EL1, ELR_EL1, FAR_EL1, SPSR_EL1
        give_up
taken2: take    2, ESR_EL2, ELR_EL2, FAR_EL2, SPSR_EL2
        give_up
taken3: take    3, ESR_EL3, ELR_EL3, FAR_EL3, SPSR_EL3
        msr     SPSel, #1
        ldr     x0, =stack
        mov     sp, x0
        b       judge
        .ltorg

start:  ldr     x28, =state
        movz    x0, #(TABLE >> 16), lsl #16
        ldp     x1, x27, [x0]
        str     x1, [x28, #LEFT]
        ldr     x0, =stack
        mov     sp, x0

/* The next row: x27 is its address. */
run:    ldr     x28, =state
        ldr     x0, [x28, #LEFT]
        cbz     x0, finish
        sub     x0, x0, #1
        str     x0, [x28, #LEFT]
        str     x27, [x28, #CURRENT]
        movz    x1, #(TABLE >> 16), lsl #16
        str     x27, [x1, #16]
        str     xzr, [x28, #SEEN_WHERE]
        bl      vectors_in
        ldr     x26, [x27, #ROW_SETUP]
        bl      writes
        ldr     x26, [x27, #ROW_CHANGES]
        bl      writes
        ldr     x0, [x27, #ROW_SPSR]
        msr     SPSR_EL3, x0
        ldr     x0, [x27, #ROW_STUB]
        msr     ELR_EL3, x0
        ldp     x0, x1, [x27, #ROW_X0]
        isb
        eret

vectors_in:
        ldr     x0, =vectors1
        msr     VBAR_EL1, x0
        ldr     x0, =vectors2
        msr     VBAR_EL2, x0
        ldr     x0, =vectors3
        msr     VBAR_EL3, x0
        msr     DAIFSet, #15
        ret

/* The writes of the list x26. */
writes: mov     x25, x30
        cbz     x26, 2f
1:      ldp     x24, x0, [x26], #16
        cbz     x24, 2f
        blr     x24
        b       1b
2:      isb
        ret     x25

/* After the first exception: compare, read back, print what differs, go on. */
judge:  ldr     x28, =state
        ldr     x27, [x28, #CURRENT]
        ldp     x0, x1, [x27, #ROW_WHERE]
        ldp     x2, x3, [x28, #SEEN_WHERE]
        cmp     x0, x2
        ccmp    x1, x3, #0, eq
        b.ne    wrong_exception
        ldr     x0, [x27, #ROW_ELR]
        ldr     x1, [x28, #SEEN_ELR]
        cmp     x0, #0
        ccmp    x0, x1, #4, ne
        b.ne    wrong_exception
        ldr     x26, [x27, #ROW_CHECKS]
        cbz     x26, right
1:      ldp     x24, x23, [x26], #16
        cbz     x24, right
        ldr     x22, [x26], #8
        cmp     x24, #SEEN_LAST
        b.hi    2f
        add     x24, x28, x24, lsl #3
        ldr     x0, [x24, #(SEEN_X - 8)]
        b       3f
2:      blr     x24
3:      and     x0, x0, x23
        cmp     x0, x22
        b.eq    1b
        b       wrong_value

right:  ldr     x0, [x28, #PASSED]
        add     x0, x0, #1
        str     x0, [x28, #PASSED]
        ldr     x0, [x28, #SEEN_WHERE]
        lsr     x0, x0, #8
        add     x0, x28, x0, lsl #3
        ldr     x1, [x28, #SEEN_ESR]
        lsr     x1, x1, #26
        mov     x2, #1
        lsl     x2, x2, x1
        ldr     x1, [x0, #(CLASSES - 8)]
        orr     x1, x1, x2
        str     x1, [x0, #(CLASSES - 8)]
next:   add     x27, x27, #ROW_SIZE
        b       run

wrong_exception:
        bl      print_row
        ldr     x0, [x28, #SEEN_WHERE]
        bl      print_hex
        ldr     x0, [x28, #SEEN_ESR]
        bl      print_hex
        ldr     x0, [x28, #SEEN_ELR]
        bl      print_hex
        adr     x0, text_expected
        bl      print
        ldr     x0, [x27, #ROW_WHERE]
        bl      print_hex
        ldr     x0, [x27, #ROW_ESR]
        bl      print_hex
        ldr     x0, [x27, #ROW_ELR]
        bl      print_hex
        b       4f

wrong_value:
        mov     x21, x0
        bl      print_row
        mov     x0, x21
        bl      print_hex
        adr     x0, text_expected
        bl      print
        mov     x0, x22
        bl      print_hex
        adr     x0, text_check
        bl      print
        ldr     x0, [x27, #ROW_CHECKS]
        sub     x0, x26, x0
        mov     x1, #24
        udiv    x0, x0, x1
        bl      print_decimal
4:      mov     w0, #'\n'
        bl      print_char
        b       next

print_row:
        mov     x20, x30
        ldr     x0, [x28, #FAILED]
        add     x0, x0, #1
        str     x0, [x28, #FAILED]
        adr     x0, text_fail
        bl      print
        ldr     x0, [x27, #ROW_SUBJECT]
        bl      print
        adr     x0, text_at
        bl      print
        ldr     x0, [x27, #ROW_PLACE]
        bl      print
        adr     x0, text_comma
        bl      print
        ldr     x0, [x27, #ROW_CONDITION]
        bl      print
        adr     x0, text_seen
        bl      print
        ret     x20

finish: ldr     x28, =state
        tally
        ldr     x0, [x28, #CLASSES]
        bl      print_hex
        ldr     x0, [x28, #(CLASSES + 8)]
        bl      print_hex
        ldr     x0, [x28, #(CLASSES + 16)]
        bl      print_hex
        mov     w0, #'\n'
        bl      print_char
1:      wfi
        b       1b

#include "print.inc"

text_fail:      .asciz  "FAIL  "
text_at:        .asciz  " at "
text_comma:     .asciz  ", "
text_seen:      .asciz  ": seen"
text_expected:  .asciz  ", expected"
text_check:     .asciz  ", check "
text_passed:    .asciz  " passed, "
text_failed:    .asciz  " failed\nclasses"
        .balign 8
        .ltorg

        .balign 64
state:  .fill   24, 8, 0
digits: .fill   4, 8, 0
        .fill   64, 8, 0
stack:
