/*
 * timer: interrupts of a realm. It sets up the GICv3 that it finds in the unprotected half, sends itself a software generated
 * interrupt, and has the virtual and the physical timer interrupt it: while it sleeps in WFI, while it sleeps with
 * interrupts masked, and while it works. Each interrupt must be the one that is due, and none may be early.
 * Argument: ticks in the last part, 20 when 0.
 */
#include "realm.inc"

#define GICD_IPA                0x2F000000
#define GICR_IPA                0x2F100000
#define SGI_BASE                0x10000
#define GICD_CTLR               0x000
#define GICD_PIDR2              0xFFE8
#define IGROUPR0                0x080
#define ISENABLER0              0x100
#define IPRIORITYR              0x400

#define ICC_PMR_EL1             S3_0_C4_C6_0
#define ICC_SGI1R_EL1           S3_0_C12_C11_5
#define ICC_IAR1_EL1            S3_0_C12_C12_0
#define ICC_EOIR1_EL1           S3_0_C12_C12_1
#define ICC_IGRPEN1_EL1         S3_0_C12_C12_7

#define SGI                     5
#define VIRTUAL_TIMER           27
#define PHYSICAL_TIMER          30
#define MILLISECOND             100000          /* counter ticks at 100 MHz */
#define LATE                    (10 * MILLISECOND)

/* Registers that the interrupt handler changes: x23 its own, x24 how many came, x25 the last one's number, x26 and x27 the counters then. */

/* Waits until as many interrupts have come; sleeps in between. */
.macro  sleep_until count
1:      cmp     x24, #\count
        b.hs    2f
        wfi
        b       1b
2:
.endm

/* The last interrupt was a number, and its counter is in [x22, x22 + LATE). */
.macro  require number, counter
        cmp     x25, #\number
        b.ne    wrong_number
        subs    x9, \counter, x22
        b.lo    early
        load_imm x10, LATE
        cmp     x9, x10
        b.hs    late
.endm

        image_start
        adr     x9, vectors
        msr     VBAR_EL1, x9
        isb
        cbnz    x19, 1f
        mov     x19, #20
1:      adr     x9, realm_uart
        ldr     x9, [x9]
        load_imm x10, UART_IPA
        bic     x20, x9, x10                    /* the unprotected half's bit */
        load_imm x10, GICD_IPA
        orr     x21, x20, x10
        mov     x11, #GICD_PIDR2 & 0xF000
        movk    x11, #GICD_PIDR2
        ldr     w9, [x21, x11]
        ubfx    w9, w9, #4, #4
        cmp     w9, #3
        b.ne    no_gic
        mov     w9, #2                          /* Group 1 */
        str     w9, [x21, #GICD_CTLR]
        load_imm x10, GICR_IPA + SGI_BASE
        orr     x21, x20, x10
        mov     w9, #-1
        str     w9, [x21, #IGROUPR0]
        load_imm x9, 0xA0A0A0A0
        str     w9, [x21, #IPRIORITYR + 4]
        str     w9, [x21, #IPRIORITYR + 24]
        str     w9, [x21, #IPRIORITYR + 28]
        load_imm x9, 1 << VIRTUAL_TIMER | 1 << PHYSICAL_TIMER | 1 << SGI
        str     w9, [x21, #ISENABLER0]
        mov     x9, #0xF0
        msr     ICC_PMR_EL1, x9
        mov     x9, #1
        msr     ICC_IGRPEN1_EL1, x9
        isb
        mov     x24, #0
        msr     DAIFClr, #2

        mrs     x22, CNTVCT_EL0
        load_imm x9, SGI << 24 | 1              /* Aff0 0 of cluster 0: itself */
        msr     ICC_SGI1R_EL1, x9
        isb
        sleep_until 1
        require SGI, x26
        puts    "SGI: ok\n"

        mrs     x22, CNTVCT_EL0
        load_imm x9, MILLISECOND
        add     x22, x22, x9
        msr     CNTV_CVAL_EL0, x22
        mov     x9, #1
        msr     CNTV_CTL_EL0, x9
        isb
        sleep_until 2
        require VIRTUAL_TIMER, x26
        puts    "virtual timer: ok\n"

        mrs     x22, CNTPCT_EL0
        load_imm x9, MILLISECOND
        add     x22, x22, x9
        msr     CNTP_CVAL_EL0, x22
        mov     x9, #1
        msr     CNTP_CTL_EL0, x9
        isb
        sleep_until 3
        require PHYSICAL_TIMER, x27
        puts    "physical timer: ok\n"

        msr     DAIFSet, #2                     /* a masked interrupt ends WFI too, and is taken when it is unmasked */
        mrs     x22, CNTVCT_EL0
        load_imm x9, MILLISECOND
        add     x22, x22, x9
        msr     CNTV_CVAL_EL0, x22
        mov     x9, #1
        msr     CNTV_CTL_EL0, x9
        isb
4:      wfi
        mrs     x9, ISR_EL1
        tbz     x9, #7, 4b
        mrs     x26, CNTVCT_EL0
        cmp     x26, x22
        b.lo    early
        cmp     x24, #3
        b.ne    wrong_number
        msr     DAIFClr, #2
        isb
        sleep_until 4
        require VIRTUAL_TIMER, x26
        puts    "masked: ok\n"

        mov     x21, #0
5:      mrs     x22, CNTVCT_EL0
        add     x22, x22, #1000
        msr     CNTV_CVAL_EL0, x22
        mov     x9, #1
        msr     CNTV_CTL_EL0, x9
        isb
        add     x21, x21, #1
        add     x9, x21, #4
6:      cmp     x24, x9                         /* work, not sleep */
        b.lo    6b
        require VIRTUAL_TIMER, x26
        cmp     x21, x19
        b.lo    5b
        puts    "ticks: "
        putdec  x19
        puts    "\n"
        exit    STATUS_PASS

no_gic: puts    "no GICv3\n"
        exit    STATUS_FAIL
wrong_number:
        puts    "wrong interrupt "
        putdec  x25
        puts    "\n"
        exit    STATUS_FAIL
early:  puts    "early\n"
        exit    STATUS_FAIL
late:   puts    "late\n"
        exit    STATUS_FAIL

/* The level of a timer falls before the interrupt ends, or it would come again. */
interrupt:
        mrs     x23, ICC_IAR1_EL1
        mrs     x26, CNTVCT_EL0
        mrs     x27, CNTPCT_EL0
        mov     x25, x23
        msr     CNTV_CTL_EL0, xzr
        msr     CNTP_CTL_EL0, xzr
        isb
        msr     ICC_EOIR1_EL1, x23
        add     x24, x24, #1
        eret

        .balign 2048
vectors:
        .rept   5
        .balign 128
        b       realm_exception
        .endr
        .balign 128
        b       interrupt
        .rept   10
        .balign 128
        b       realm_exception
        .endr
