/*
 * bench: what `ccaemu bench world-switch` measures inside a realm. Each measurement is N times one operation between two marks. A mark
 * is RSI_FEATURES with an index that no register has: the RMM answers it like any other, and who listens to the machine's calls knows
 * by the index what begins or ends.
 * Argument: N, 3 when 0. With a second REC it measures interrupts between them too. In an ordinary virtual machine it measures what there is of the
 * same, and HVC in place of RSI.
 */
#include "realm.inc"

#define RSI_FEATURES            0xC4000191
#define RSI_IPA_STATE_SET       0xC4000197
#define PSCI_VERSION            0x84000000
#define PSCI_CPU_ON             0xC4000003
#define MARK                    0xBE000000      /* | measurement << 1 | 1 at its end */
#define PAGE_SHIFT              12
#define RIPAS_EMPTY             0
#define DESTROYED_TOO           1

#define RSI_RT                  0
#define RSI_HOST                1
#define MMIO_USER               2
#define MMIO_VGIC               3
#define EOI                     4
#define IPI                     5
#define TIMER                   6
#define RIPAS_CHANGE            7
#define FIRST_TOUCH             8
#define SYSREG                  10
#define HYP_CALL                11
#define VM_HOST                 12
#define NOTHING                 9               /* two marks with nothing between: what the others contain of the marks */

#define GICD_IPA                0x2F000000
#define GICR_IPA                0x2F100000
#define GICR_BYTES_SHIFT        17
#define SGI_BASE                0x10000
#define GICD_CTLR               0x000
#define GICD_IIDR               0x008
#define IGROUPR0                0x080
#define ISENABLER0              0x100
#define IPRIORITYR              0x400

#define ICC_PMR_EL1             S3_0_C4_C6_0
#define ICC_SGI1R_EL1           S3_0_C12_C11_5
#define ICC_IAR1_EL1            S3_0_C12_C12_0
#define ICC_EOIR1_EL1           S3_0_C12_C12_1
#define ICC_IGRPEN1_EL1         S3_0_C12_C12_7
#define SPURIOUS                1023

#define SGI                     5
#define VIRTUAL_TIMER           27
#define TEN_MILLISECONDS        1000000         /* counter ticks at 100 MHz */

        .section .data
        .balign 64
arrived:
        .quad   0                               /* RECs that are ready besides the first */
taken:  .quad   0                               /* interrupts that they have taken */

/* Begins or ends a measurement. Changes x0 to x3. */
.macro mark what, end
        load_imm x1, MARK | (\what) << 1 | (\end)
        rsi_call RSI_FEATURES
.endm

/* N times what stands between; x21 counts. */
.macro measure what
        mov     x21, x19
88:     mark    \what, 0
.endm
.macro measured what
        mark    \what, 1
        subs    x21, x21, #1
        b.ne    88b
.endm

/* Goes elsewhere in an ordinary virtual machine. Changes x9. */
.macro in_a_vm elsewhere
        adr     x9, realm_rsi_version
        ldr     x9, [x9]
        cbz     x9, \elsewhere
.endm

/* x20 = the unprotected half's bit; changes x9 to x11. x0 = number of the REC. */
.macro interrupts_on
        adr     x9, vectors
        msr     VBAR_EL1, x9
        isb
        load_imm x10, GICR_IPA + SGI_BASE
        add     x10, x10, x0, lsl #GICR_BYTES_SHIFT
        orr     x10, x20, x10
        mov     w9, #-1
        str     w9, [x10, #IGROUPR0]
        load_imm x9, 0xA0A0A0A0
        str     w9, [x10, #IPRIORITYR + 4]
        str     w9, [x10, #IPRIORITYR + 24]
        load_imm x9, 1 << VIRTUAL_TIMER | 1 << SGI
        str     w9, [x10, #ISENABLER0]
        mov     x9, #0xF0
        msr     ICC_PMR_EL1, x9
        mov     x9, #1
        msr     ICC_IGRPEN1_EL1, x9
        isb
.endm

        image_start
        cbnz    x19, 1f
        mov     x19, #3
1:      adr     x9, realm_uart
        ldr     x22, [x9]
        load_imm x10, UART_IPA
        bic     x20, x22, x10                   /* the unprotected half's bit */
        load_imm x10, GICD_IPA
        orr     x23, x20, x10
        mov     w9, #2                          /* Group 1 */
        str     w9, [x23, #GICD_CTLR]
        mov     x0, #0
        interrupts_on
        mov     x24, #0                         /* interrupts taken here */
        msr     DAIFClr, #2

        measure NOTHING
        measured NOTHING

        in_a_vm hypervisor_calls
        measure RSI_RT
        load_imm x1, RSI_ABI_1_1
        rsi_call RSI_VERSION
        measured RSI_RT

        measure RSI_HOST
        adr     x1, realm_host_call_area        /* imm 0: nothing is done, and the answer is NOT_SUPPORTED */
        rsi_call RSI_HOST_CALL
        measured RSI_HOST
        b       devices

hypervisor_calls:
        measure HYP_CALL
        load_imm x0, PSCI_VERSION               /* answered in the kernel */
        hvc     #0
        measured HYP_CALL

        measure VM_HOST
        load_imm x0, HYPERVISOR_SERVICE         /* immediate 0 of the VMM: nothing is done, and the answer is NOT_SUPPORTED */
        hvc     #0
        measured VM_HOST

devices:
        measure MMIO_USER
        ldr     w9, [x22, #UARTFR]
        measured MMIO_USER

        measure MMIO_VGIC
        ldr     w9, [x23, #GICD_IIDR]
        measured MMIO_VGIC

        measure SYSREG
        mrs     x9, ID_AA64PFR0_EL1
        measured SYSREG

        mov     x25, #SPURIOUS
        measure EOI
        msr     ICC_EOIR1_EL1, x25
        measured EOI

        measure TIMER
        mov     x24, #0
        mrs     x9, CNTVCT_EL0
        load_imm x10, TEN_MILLISECONDS
        add     x9, x9, x10
        msr     CNTV_CVAL_EL0, x9
        mov     x9, #1
        msr     CNTV_CTL_EL0, x9
        isb
2:      wfi
        cbz     x24, 2b
        measured TIMER

        adrp    x26, image_end                  /* fresh pages from 1 MiB behind the image on */
        add     x26, x26, #1 << 20
        measure FIRST_TOUCH
        str     x26, [x26]
        add     x26, x26, #1 << PAGE_SHIFT
        measured FIRST_TOUCH

        in_a_vm others
        measure RIPAS_CHANGE                    /* they go, last to first, and come back */
        sub     x1, x26, #1 << PAGE_SHIFT
        mov     x2, x26
        mov     x3, #RIPAS_EMPTY
        mov     x4, #DESTROYED_TOO
        rsi_call RSI_IPA_STATE_SET
        mov     x27, x0
        mark    RIPAS_CHANGE, 1
        mov     x0, x27
        require_success
        mov     x2, x26
        sub     x26, x26, #1 << PAGE_SHIFT
        mov     x1, x26
        mov     x3, #RIPAS_RAM
        mov     x4, #DESTROYED_TOO
        rsi_call RSI_IPA_STATE_SET
        require_success
        str     x26, [x26]
        subs    x21, x21, #1
        b.ne    88b

others: mov     x1, #1                          /* a second REC, where there is one */
        adr     x2, secondary
        mov     x3, x20
        load_imm x0, PSCI_CPU_ON
        smc     #0
        cbnz    x0, done
        adr     x28, taken
3:      yield
        ldr     x9, [x28, #-8]
        cbz     x9, 3b
        mov     x26, #0
        measure IPI
        add     x26, x26, #1
        mov     x9, #SGI << 24
        movk    x9, #2                          /* Aff0 1 of cluster 0 */
        msr     ICC_SGI1R_EL1, x9
        isb
4:      ldr     x9, [x28]
        cmp     x9, x26
        b.ne    4b
        measured IPI

done:   puts    "measured "
        putdec  x19
        puts    " times\n"
        exit    STATUS_PASS

secondary:                                      /* x0 = the unprotected half's bit */
        mov     x20, x0
        mov     x0, #1
        interrupts_on
        adr     x28, taken
        mov     x9, #1
        str     x9, [x28, #-8]
        msr     DAIFClr, #2
5:      wfi
        b       5b

/* The timer is the first REC's, the software generated interrupt the second's. */
interrupt:
        mrs     x11, ICC_IAR1_EL1
        cmp     x11, #SGI
        b.eq    6f
        msr     CNTV_CTL_EL0, xzr
        isb
        add     x24, x24, #1
        b       7f
6:      ldr     x12, [x28]
        add     x12, x12, #1
        str     x12, [x28]
7:      msr     ICC_EOIR1_EL1, x11
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
