/*
 * gic: native EL3 firmware that takes interrupts of the board's GICv3 at EL3, EL2 and EL1, in the Non-secure, Secure and Realm states.
 * Flat image, linked at 0x8800_0000 and entered at its base at EL3 after reset: MMU off, granule protection off, PL011 at 0x1C09_0000,
 * GIC at the places of the FVP.
 *
 * Each case makes an interrupt pending, makes an exception return to a stub at some level with nothing masked, and compares what came:
 * level and vector, the number that ICC_HPPIR0_EL1 gives there (at EL3 alone, where it tells of the other groups too), the number
 * acknowledged, and for trapped accesses ESR_EL2. It prints a line per case, at the end "N passed, M failed", and waits in WFI for ever.
 *
 * Expected values are from the Arm GIC architecture (IHI 0069) and the Arm ARM, D1.4.6 "Asynchronous exception types".
 */
        .arch   armv8.5-a

#define UART_DR         0x1C090000
#define GICD            0x2F000000
#define GITS            0x2F020000
#define GICR            0x2F100000
#define SGI_BASE        0x10000

#define GICD_CTLR       0x000
#define IGROUPR         0x080
#define ISENABLER       0x100
#define ISPENDR         0x200
#define ICPENDR         0x280
#define ICACTIVER       0x380
#define IPRIORITYR      0x400
#define IGRPMODR        0xD00
#define GICR_WAKER      0x014
#define GICR_PROPBASER  0x070
#define GICR_PENDBASER  0x078

#define SPI             40              /* the shared interrupt of most cases: bit 8 of the second word */
#define SPI_BIT         (1 << 8)
#define LPI             8195
#define DONE            0xFFF           /* immediate of the SMC by which a handler gives up the case */

#define EL1H            0x005           /* nothing masked */
#define EL2H            0x009
#define EL3H            0x00D

#define IRQ_SAME        5
#define FIQ_SAME        6
#define SYNC_LOWER      8
#define IRQ_LOWER       9
#define FIQ_LOWER       10
#define AT(el, vector)  ((el) << 8 | (vector))
#define NEVER           0               /* the stub comes to its end */

#define SCR_NS          (1 << 0)
#define SCR_IRQ         (1 << 1)
#define SCR_FIQ         (1 << 2)
#define SCR_HCE         (1 << 8)
#define SCR_RW          (1 << 10)
#define SCR_NSE         (1 << 62)
#define SCR_NONSECURE   (SCR_RW | SCR_HCE | SCR_NS)
#define SCR_SECURE      (SCR_RW | SCR_HCE)
#define SCR_REALM       (SCR_RW | SCR_HCE | SCR_NS | SCR_NSE)

#define HCR_FMO         (1 << 3)
#define HCR_IMO         (1 << 4)
#define HCR_TGE         (1 << 27)
#define HCR_RW          (1 << 31)

#define ICC_IAR0_EL1    S3_0_C12_C8_0
#define ICC_EOIR0_EL1   S3_0_C12_C8_1
#define ICC_HPPIR0_EL1  S3_0_C12_C8_2
#define ICC_SGI1R_EL1   S3_0_C12_C11_5
#define ICC_ASGI1R_EL1  S3_0_C12_C11_6
#define ICC_SGI0R_EL1   S3_0_C12_C11_7
#define ICC_IAR1_EL1    S3_0_C12_C12_0
#define ICC_EOIR1_EL1   S3_0_C12_C12_1
#define ICC_PMR_EL1     S3_0_C4_C6_0
#define ICC_IGRPEN0_EL1 S3_0_C12_C12_6
#define ICC_IGRPEN1_EL3 S3_6_C12_C12_7
#define ICH_HCR_EL2     S3_4_C12_C11_0
#define ICH_VMCR_EL2    S3_4_C12_C11_7
#define ICH_LR0_EL2     S3_4_C12_C12_0
#define ICH_LR1_EL2     S3_4_C12_C12_1

#define ICH_EN          (1 << 0)
#define ICH_UIE         (1 << 1)
#define ICH_TALL1       (1 << 12)
#define LR(id, group)   (1 << 62 | (group) << 60 | 0xA0 << 48 | (id))

#define TRAP(op1, crn, crm, op2, rt, read) \
        (0x18 << 26 | 1 << 25 | 3 << 20 | (op2) << 17 | (op1) << 14 | (crn) << 10 | (rt) << 5 | (crm) << 1 | (read))

/* Non-secure memory for the ITS and the redistributor */
#define COMMANDS        0x89000000
#define DEVICES         0x89001000
#define COLLECTIONS     0x89002000
#define ITT             0x89003000
#define LPI_CONFIGURATION 0x89010000
#define LPI_PENDING     0x89020000

/* case record: offsets in the table below */
#define CASE_NAME       0x00
#define CASE_SETUP      0x08            /* code at EL3; x0 and up are free */
#define CASE_STUB       0x10
#define CASE_SPSR       0x18
#define CASE_SCR        0x20
#define CASE_HCR        0x28
#define CASE_WHERE      0x30
#define CASE_GROUP      0x38            /* which of IAR0 and IAR1 the handler reads */
#define CASE_ID         0x40            /* what it gives; for a trap, ESR_EL2 */
#define CASE_HPPIR0     0x48            /* at EL3 */
#define CASE_SIZE       0x50

#define SEEN_WHERE      0x00
#define SEEN_ID         0x08
#define SEEN_HPPIR0     0x10
#define CURRENT         0x18
#define PASSED          0x20
#define FAILED          0x28

#include "cases.inc"

        .macro  put     address, value          /* 32 bits */
        movq    x0, \address
        movq    x1, \value
        str     w1, [x0]
        .endm

        .macro  put64   address, value
        movq    x0, \address
        movq    x1, \value
        str     x1, [x0]
        .endm

        .section .text, "ax"
        .global _start
_start: adr     x0, vectors3
        msr     VBAR_EL3, x0
        adr     x0, vectors2
        msr     VBAR_EL2, x0
        adr     x0, vectors1
        msr     VBAR_EL1, x0
        ldr     x0, =stack
        mov     sp, x0
        msr     CPTR_EL3, xzr
        put     (GICD + GICD_CTLR), 0x37        /* affinity routing, all groups */
        put     (GICR + GICR_WAKER), 0
        put     (GICD + ISENABLER + 4), SPI_BIT
        put     (GICR + SGI_BASE + ISENABLER), 0x020000FF /* PPI 25, SGIs 0 to 7 */
        put     (GICR + SGI_BASE + IGROUPR), 0xFFFFFFF8
        put     (GICR + SGI_BASE + IGRPMODR), 0x00000002  /* SGI 0: Group 0, SGI 1: Secure Group 1, SGI 2: Group 0 */
        put     (GICR + SGI_BASE + IPRIORITYR), 0xA0A0A0A0
        put     (GICR + SGI_BASE + IPRIORITYR + 4), 0xA0A0A0A0
        put     (GICR + SGI_BASE + IPRIORITYR + 24), 0xA0A0A0A0
        put     (GICD + IPRIORITYR + SPI), 0xA0A0A0A0
        ldr     x28, =state
        ldr     x0, =cases
        stp     xzr, xzr, [x28, #PASSED]

/* The next case: x0 is its record. */
run:    ldr     x28, =state
        str     x0, [x28, #CURRENT]
        mov     x27, x0
        ldr     x1, [x27, #CASE_NAME]
        cbz     x1, finish
        stp     xzr, xzr, [x28, #SEEN_WHERE]
        str     xzr, [x28, #SEEN_HPPIR0]
        put     (GICD + ICPENDR + 4), SPI_BIT
        put     (GICD + ICACTIVER + 4), SPI_BIT
        put     (GICR + SGI_BASE + ICPENDR), 0xFFFF
        put     (GICR + SGI_BASE + ICACTIVER), 0xFFFFFFFF
        msr     ICH_HCR_EL2, xzr
        msr     ICH_LR0_EL2, xzr
        msr     ICH_LR1_EL2, xzr
        mov     x0, #0xF8
        msr     ICC_PMR_EL1, x0
        mov     x0, #1
        msr     ICC_IGRPEN0_EL1, x0
        mov     x0, #3
        msr     ICC_IGRPEN1_EL3, x0
        ldr     x0, [x27, #CASE_SCR]
        msr     SCR_EL3, x0
        ldr     x0, [x27, #CASE_HCR]
        msr     HCR_EL2, x0
        isb
        ldr     x1, [x27, #CASE_SETUP]
        blr     x1
        ldr     x0, [x27, #CASE_SPSR]
        msr     SPSR_EL3, x0
        ldr     x0, [x27, #CASE_STUB]
        msr     ELR_EL3, x0
        isb
        eret

/* What the first interrupt left is compared. */
judge:  ldr     x28, =state
        ldr     x27, [x28, #CURRENT]
        mov     x26, #0
        ldp     x0, x1, [x28, #SEEN_WHERE]
        ldr     x2, [x27, #CASE_WHERE]
        cmp     x0, x2
        cset    x26, ne
        ldr     x2, [x27, #CASE_ID]
        cmp     x1, x2
        b.eq    1f
        orr     x26, x26, #2
1:      ldr     x0, [x28, #SEEN_HPPIR0]
        ldr     x2, [x27, #CASE_HPPIR0]
        cmp     x0, x2
        b.eq    1f
        orr     x26, x26, #4
1:      verdict CASE_NAME
        cbz     x26, 4f
        ldr     x0, [x28, #SEEN_WHERE]
        bl      print_hex
        ldr     x0, [x28, #SEEN_ID]
        bl      print_hex
        ldr     x0, [x28, #SEEN_HPPIR0]
        bl      print_hex
4:      adr     x0, text_line
        bl      print
        add     x0, x27, #CASE_SIZE
        b       run

finish: tally
1:      wfi
        b       1b

/* Stubs: where nothing comes they end by themselves. */
spin:   mov     x0, #100
1:      subs    x0, x0, #1
        b.ne    1b
        smc     #DONE

sleep:  wfi
        b       spin

send:   movq    x0, (4 << 24 | 1)      /* SGI 4 to Aff0 0 of this cluster */
        msr     ICC_SGI1R_EL1, x0
        isb
        b       spin

read:   mrs     x0, ICC_IAR1_EL1
        b       spin

/* Handlers, one at each level: x0 is the vector. An interrupt is acknowledged and ended by the registers of the case's group. */
        .macro  record  el
        ldr     x9, =state
        mov     x1, #(\el << 8)
        orr     x0, x0, x1
        str     x0, [x9, #SEEN_WHERE]
        ldr     x10, [x9, #CURRENT]
        ldr     x10, [x10, #CASE_GROUP]
        cbz     x10, 1f
        mrs     x0, ICC_IAR1_EL1
        str     x0, [x9, #SEEN_ID]
        msr     ICC_EOIR1_EL1, x0
        b       2f
1:      mrs     x0, ICC_IAR0_EL1
        str     x0, [x9, #SEEN_ID]
        msr     ICC_EOIR0_EL1, x0
2:
        .endm

taken1: record  1
        smc     #DONE

taken2: tst     x0, #3                  /* a synchronous exception: an access that was trapped */
        b.ne    3f
        ldr     x9, =state
        orr     x0, x0, #0x200
        mrs     x1, ESR_EL2
        stp     x0, x1, [x9, #SEEN_WHERE]
        smc     #DONE
3:      record  2
        smc     #DONE

taken3: tst     x0, #3
        b.eq    judge                   /* the SMC of a stub or handler */
        ldr     x9, =state
        mrs     x10, ICC_HPPIR0_EL1
        str     x10, [x9, #SEEN_HPPIR0]
        record  3
        b       judge

        vectors 1, x0
        vectors 2, x0
        vectors 3, x0

/* Setups. */
group0: put     (GICD + IGROUPR + 4), 0
        put     (GICD + IGRPMODR + 4), 0
        b       pend
secure: put     (GICD + IGROUPR + 4), 0
        put     (GICD + IGRPMODR + 4), SPI_BIT
        b       pend
nonsecure:
        put     (GICD + IGROUPR + 4), SPI_BIT
        put     (GICD + IGRPMODR + 4), 0
pend:   put     (GICD + ISPENDR + 4), SPI_BIT
        ret

masked: mov     x5, lr
        bl      nonsecure
        mov     x0, #0xA0
        msr     ICC_PMR_EL1, x0
        ret     x5

nothing:
        ret

alias:  movq    x0, (4 << 24 | 1)
        msr     ICC_ASGI1R_EL1, x0
        ret
secure_sgi:
        movq    x0, (1 << 24 | 1)
        msr     ICC_SGI1R_EL1, x0
        ret
group0_sgi:
        movq    x0, (2 << 24 | 1)
        msr     ICC_SGI0R_EL1, x0
        ret

        .macro  list    group, enables
        movq    x0, LR(50, \group)
        msr     ICH_LR0_EL2, x0
        movq    x0, (0xF0 << 24 | 3)
        msr     ICH_VMCR_EL2, x0
        mov     x0, #(\enables)
        msr     ICH_HCR_EL2, x0
        ret
        .endm
virtual1:
        list    1, ICH_EN
virtual0:
        list    0, ICH_EN
virtual_off:
        list    1, 0
underflow:
        mov     x0, #(ICH_EN | ICH_UIE)
        msr     ICH_HCR_EL2, x0
        ret
trap_group1:
        mov     x0, #(ICH_EN | ICH_TALL1)
        msr     ICH_HCR_EL2, x0
        ret

/* A device, a collection and an event are mapped, and the event is sent by command. */
message:
        put64   (GICR + GICR_PROPBASER), (LPI_CONFIGURATION + 15)
        put64   (GICR + GICR_PENDBASER), LPI_PENDING
        put     (LPI_CONFIGURATION + 0), 0xA1000000     /* of LPI 8195 */
        put     (GICR), 1
        put64   (GITS + 0x100), (1 << 63 | DEVICES)
        put64   (GITS + 0x108), (1 << 63 | COLLECTIONS)
        put64   (GITS + 0x080), (1 << 63 | COMMANDS)
        put     (GITS), 1
        ldr     x0, =commands
        movq    x1, COMMANDS
        mov     x2, #16
1:      ldr     x3, [x0], #8
        str     x3, [x1], #8
        subs    x2, x2, #1
        b.ne    1b
        put64   (GITS + 0x088), 0x80
        ret

        .balign 8
commands:
        .quad   5 << 32 | 0x08, 3, ITT | 1 << 63, 0             /* MAPD */
        .quad   0x09, 0, 1 << 63, 0                             /* MAPC */
        .quad   5 << 32 | 0x0A, LPI << 32 | 2, 0, 0             /* MAPTI */
        .quad   5 << 32 | 0x03, 2, 0, 0                         /* INT */

/* x0: text with a zero at its end. */
print:  movq    x2, UART_DR
1:      ldrb    w1, [x0], #1
        cbz     w1, 2f
        str     w1, [x2]
        b       1b
2:      ret

print_hex:
        movq    x2, UART_DR
        mov     w1, #' '
        str     w1, [x2]
        mov     x3, #60
1:      lsr     x1, x0, x3
        and     x1, x1, #15
        add     x4, x1, #'0'
        add     x5, x1, #('A' - 10)
        cmp     x1, #10
        csel    x1, x4, x5, lo
        str     w1, [x2]
        subs    x3, x3, #4
        b.pl    1b
        ret

print_decimal:
        movq    x2, UART_DR
        mov     x3, #10
        udiv    x4, x0, x3
        msub    x5, x4, x3, x0
        cbz     x4, 1f
        add     w4, w4, #'0'
        str     w4, [x2]
1:      add     w5, w5, #'0'
        str     w5, [x2]
        ret

text_ok:        .asciz  "ok "
text_fail:      .asciz  "FAIL "
text_line:      .asciz  "\n"
text_passed:    .asciz  " passed, "
text_failed:    .asciz  " failed\n"

        .macro  case    name, setup, stub, spsr, scr, hcr, where, group, id, hppir0=0
        .pushsection .text.names, "ax"
1:      .asciz  "\name"
        .popsection
        .quad   1b, \setup, \stub, \spsr, \scr, (\hcr) | HCR_RW, \where, \group, \id, \hppir0
        .endm

        .balign 8
cases:
/* Physical interrupts in the Non-secure state. */
        case    "an IRQ at NS-EL1", nonsecure, spin, EL1H, SCR_NONSECURE, 0, AT(1, IRQ_SAME), 1, SPI
        case    "an IRQ wakes WFI at NS-EL1", nonsecure, sleep, EL1H, SCR_NONSECURE, 0, AT(1, IRQ_SAME), 1, SPI
        case    "an IRQ goes to NS-EL2 by IMO", nonsecure, spin, EL1H, SCR_NONSECURE, HCR_IMO, AT(2, IRQ_LOWER), 1, SPI
        case    "an IRQ at NS-EL2 itself", nonsecure, spin, EL2H, SCR_NONSECURE, HCR_IMO, AT(2, IRQ_SAME), 1, SPI
        case    "an IRQ at NS-EL2 by TGE", nonsecure, spin, EL2H, SCR_NONSECURE, HCR_TGE, AT(2, IRQ_SAME), 1, SPI
        case    "an IRQ of EL1 stays pending at NS-EL2", nonsecure, spin, EL2H, SCR_NONSECURE, 0, NEVER, 1, 0
        case    "an IRQ goes to EL3 by SCR_EL3.IRQ", nonsecure, spin, EL1H, SCR_NONSECURE | SCR_IRQ, 0, AT(3, IRQ_LOWER), 1, SPI, 1021
        case    "Group 0 is an FIQ to NS-EL1", group0, spin, EL1H, SCR_NONSECURE, 0, AT(1, FIQ_SAME), 0, 1023
        case    "Group 0 goes to EL3 by SCR_EL3.FIQ", group0, spin, EL1H, SCR_NONSECURE | SCR_FIQ, 0, AT(3, FIQ_LOWER), 0, SPI, SPI
        case    "Group 0 in the Non-secure state is for IAR0 at EL3", group0, spin, EL2H, SCR_NONSECURE | SCR_FIQ, 0, AT(3, FIQ_LOWER), 1, 1023, SPI
        case    "Secure Group 1 goes to EL3 from NS-EL1", secure, spin, EL1H, SCR_NONSECURE | SCR_FIQ, 0, AT(3, FIQ_LOWER), 1, SPI, 1020
        case    "the priority mask holds an IRQ back", masked, spin, EL1H, SCR_NONSECURE, 0, NEVER, 1, 0
/* The Secure state, and EL3. */
        case    "Secure Group 1 is an IRQ to S-EL1", secure, spin, EL1H, SCR_SECURE | SCR_FIQ, 0, AT(1, IRQ_SAME), 1, SPI
        case    "Non-secure Group 1 goes to EL3 from S-EL1", nonsecure, spin, EL1H, SCR_SECURE | SCR_FIQ, 0, AT(3, FIQ_LOWER), 1, SPI, 1021
        case    "Group 0 is an FIQ to S-EL1", group0, spin, EL1H, SCR_SECURE, 0, AT(1, FIQ_SAME), 0, SPI
        case    "Group 0 at EL3 itself", group0, spin, EL3H, SCR_NONSECURE | SCR_FIQ, 0, AT(3, FIQ_SAME), 0, SPI, SPI
        case    "Non-secure Group 1 is an FIQ to EL3 itself", nonsecure, spin, EL3H, SCR_NONSECURE | SCR_FIQ, 0, AT(3, FIQ_SAME), 1, SPI, 1021
/* The Realm state. */
        case    "an IRQ at R-EL1 goes to R-EL2", nonsecure, spin, EL1H, SCR_REALM, HCR_IMO | HCR_FMO, AT(2, IRQ_LOWER), 1, SPI
        case    "Secure Group 1 is an FIQ to the Realm state", secure, spin, EL1H, SCR_REALM, HCR_IMO | HCR_FMO, AT(2, FIQ_LOWER), 1, 1023
        case    "Secure Group 1 goes to EL3 from R-EL1", secure, spin, EL1H, SCR_REALM | SCR_FIQ, HCR_IMO, AT(3, FIQ_LOWER), 1, SPI, 1020
/* Software generated interrupts. */
        case    "an SGI of NS-EL1 to itself", nothing, send, EL1H, SCR_NONSECURE, 0, AT(1, IRQ_SAME), 1, 4
        case    "EL3 makes a Non-secure SGI by ICC_ASGI1R_EL1", alias, spin, EL1H, SCR_NONSECURE, 0, AT(1, IRQ_SAME), 1, 4
        case    "EL3 makes a Secure SGI by ICC_SGI1R_EL1", secure_sgi, spin, EL1H, SCR_SECURE, 0, AT(1, IRQ_SAME), 1, 1
        case    "EL3 makes an SGI of Group 0 by ICC_SGI0R_EL1", group0_sgi, spin, EL1H, SCR_NONSECURE | SCR_FIQ, 0, AT(3, FIQ_LOWER), 0, 2, 2
        case    "a guest's SGI is trapped", nothing, send, EL1H, SCR_NONSECURE, HCR_IMO, AT(2, SYNC_LOWER), 1, TRAP(0, 12, 11, 5, 0, 0)
        case    "a Realm's SGI is trapped", nothing, send, EL1H, SCR_REALM, HCR_IMO, AT(2, SYNC_LOWER), 1, TRAP(0, 12, 11, 5, 0, 0)
/* Virtual interrupts. */
        case    "a virtual IRQ at NS-EL1", virtual1, spin, EL1H, SCR_NONSECURE, HCR_IMO | HCR_FMO, AT(1, IRQ_SAME), 1, 50
        case    "a virtual FIQ at NS-EL1", virtual0, spin, EL1H, SCR_NONSECURE, HCR_IMO | HCR_FMO, AT(1, FIQ_SAME), 0, 50
        case    "a virtual IRQ at R-EL1", virtual1, spin, EL1H, SCR_REALM, HCR_IMO | HCR_FMO, AT(1, IRQ_SAME), 1, 50
        case    "a virtual IRQ wakes WFI", virtual1, sleep, EL1H, SCR_REALM, HCR_IMO | HCR_FMO, AT(1, IRQ_SAME), 1, 50
        case    "no virtual IRQ with the interface off", virtual_off, spin, EL1H, SCR_NONSECURE, HCR_IMO, NEVER, 1, 0
        case    "no virtual IRQ without IMO", virtual1, spin, EL1H, SCR_NONSECURE, HCR_FMO, NEVER, 1, 0
        case    "no virtual IRQ at NS-EL2", virtual1, spin, EL2H, SCR_NONSECURE, HCR_IMO, NEVER, 1, 0
        case    "the maintenance interrupt", underflow, spin, EL1H, SCR_NONSECURE, HCR_IMO | HCR_FMO, AT(2, IRQ_LOWER), 1, 25
        case    "TALL1 traps a guest's IAR1", trap_group1, read, EL1H, SCR_NONSECURE, HCR_IMO, AT(2, SYNC_LOWER), 1, TRAP(0, 12, 12, 0, 0, 1)
/* Messages. */
        case    "an LPI at NS-EL1", message, spin, EL1H, SCR_NONSECURE, 0, AT(1, IRQ_SAME), 1, LPI
        .quad   0, 0, 0, 0, 0, 0, 0, 0, 0, 0

        .ltorg
        .balign 16
state:  .fill   8, 8, 0
        .fill   512, 1, 0
stack:
