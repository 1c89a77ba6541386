/*
 * exceptions: native EL3 firmware that tests the exception model of the PE it runs on, at EL3, EL2, EL1 and EL0.
 * Flat image, linked at 0x8800_0000 and entered at its base at EL3 after reset: MMU off, granule protection off, PL011 at 0x1C09_0000.
 *
 * Each case sets registers up at EL3, makes an exception return to a stub at some level, and compares what the first exception
 * after it left behind with what the architecture says: level, vector, ESR_ELx, ELR_ELx, and where given FAR_ELx and bits of
 * SPSR_ELx. It prints a line per case, at the end "N passed, M failed", and waits in WFI for ever.
 *
 * Expected values are from the Arm ARM: D1.4 "Exceptions", D24.2 ESR_ELx, D2 "AArch64 Self-hosted Debug".
 */
        .arch   armv8.5-a

#define UART_DR         0x1C090000
#define DONE            0xFFF           /* immediate of the SMC by which a handler at EL1 or EL2 gives up the case */

#define EL0T            0x3C0
#define EL1H            0x3C5
#define EL2H            0x3C9
#define EL3H            0x3CD
#define SPSR_SS         (1 << 21)
#define SPSR_IL         (1 << 20)

#define SYNC_SAME       4               /* vector: current level with SP_ELx */
#define SYNC_LOWER      8
#define IRQ_LOWER       9
#define FIQ_LOWER       10
#define SERROR_SAME     7
#define SERROR_LOWER    11
#define IRQ_SAME        5

#define SCR_NS          (1 << 0)
#define SCR_EA          (1 << 3)
#define SCR_SMD         (1 << 7)
#define SCR_HCE         (1 << 8)
#define SCR_RW          (1 << 10)
#define SCR_TWI         (1 << 12)
#define SCR_TWE         (1 << 13)
#define SCR_APK         (1 << 16)
#define SCR_API         (1 << 17)
#define SCR_EASE        (1 << 19)
#define SCR_FGTEN       (1 << 27)
#define SCR_NSE         (1 << 62)
#define SCR_DEFAULT     (SCR_NS | SCR_HCE | SCR_RW | SCR_APK | SCR_API)

#define HCR_VSE         (1 << 8)
#define HCR_VI          (1 << 7)
#define HCR_VF          (1 << 6)
#define HCR_AMO         (1 << 5)
#define HCR_IMO         (1 << 4)
#define HCR_FMO         (1 << 3)
#define HCR_TWI         (1 << 13)
#define HCR_TWE         (1 << 14)
#define HCR_TID1        (1 << 16)
#define HCR_TID2        (1 << 17)
#define HCR_TID3        (1 << 18)
#define HCR_TSC         (1 << 19)
#define HCR_TACR        (1 << 21)
#define HCR_TSW         (1 << 22)
#define HCR_TPCP        (1 << 23)
#define HCR_TPU         (1 << 24)
#define HCR_TTLB        (1 << 25)
#define HCR_TVM         (1 << 26)
#define HCR_TGE         (1 << 27)
#define HCR_TDZ         (1 << 28)
#define HCR_TRVM        (1 << 30)
#define HCR_RW          (1 << 31)
#define HCR_E2H         (1 << 34)
#define HCR_TEA         (1 << 37)
#define HCR_APK         (1 << 40)
#define HCR_API         (1 << 41)
#define HCR_DEFAULT     (HCR_RW | HCR_APK | HCR_API)

#define EC(ec, iss)     ((ec) << 26 | 1 << 25 | (iss))
#define SYSREG(op0, op1, crn, crm, op2, rt, read) \
        EC(0x18, (op0) << 20 | (op2) << 17 | (op1) << 14 | (crn) << 10 | (rt) << 5 | (crm) << 1 | (read))
#define WFX(ti)         EC(0x01, 1 << 24 | 0xE << 20 | (ti))

#define ANY             -1              /* FAR_ELx is not compared */

/* case record: offsets in the table below */
#define CASE_NAME       0x00
#define CASE_SETUP      0x08
#define CASE_STUB       0x10
#define CASE_SPSR       0x18
#define CASE_WHERE      0x20            /* level << 8 | vector */
#define CASE_ESR        0x28
#define CASE_ELR        0x30
#define CASE_FAR        0x38
#define CASE_SPSR_MASK  0x40
#define CASE_SPSR_BITS  0x48
#define CASE_SIZE       0x50

/* what the first exception left */
#define SEEN_WHERE      0x00            /* 0: none yet */
#define SEEN_ESR        0x08
#define SEEN_ELR        0x10
#define SEEN_FAR        0x18
#define SEEN_SPSR       0x20
#define CURRENT         0x28
#define PASSED          0x30
#define FAILED          0x38

#include "cases.inc"

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
        ldr     x28, =state
        ldr     x0, =cases
        stp     xzr, xzr, [x28, #PASSED]
        b       run

/* The next case: x0 is its record. */
run:    ldr     x28, =state
        str     x0, [x28, #CURRENT]
        ldr     x1, [x0, #CASE_NAME]
        cbz     x1, finish
        str     xzr, [x28, #SEEN_WHERE]
        bl      defaults
        ldr     x28, =state
        ldr     x27, [x28, #CURRENT]
        ldr     x1, [x27, #CASE_SETUP]
        cbz     x1, 1f
        blr     x1
1:      ldr     x0, [x27, #CASE_SPSR]
        msr     SPSR_EL3, x0
        ldr     x0, [x27, #CASE_STUB]
        msr     ELR_EL3, x0
        ldr     x1, =scratch
        mov     x2, #0x40000000         /* no memory and no device stands there */
        mov     x3, #1
        isb
        eret

/* Registers as every case finds them. */
defaults:
        movq    x0, SCR_DEFAULT
        msr     SCR_EL3, x0
        movq    x0, HCR_DEFAULT
        msr     HCR_EL2, x0
        mov     x0, #0x30C50000
        movk    x0, #0x0830
        msr     SCTLR_EL2, x0
        msr     SCTLR_EL3, x0
        mov     x0, #0x30D50000         /* nTWE, nTWI */
        movk    x0, #0x0980
        msr     SCTLR_EL1, x0
        msr     CPTR_EL3, xzr
        mov     x0, #0x33FF
        bic     x0, x0, #(1 << 10)
        msr     CPTR_EL2, x0
        msr     MDCR_EL3, xzr
        mov     x0, #31
        msr     MDCR_EL2, x0
        msr     MDSCR_EL1, xzr
        msr     OSLAR_EL1, xzr
        msr     DBGBCR0_EL1, xzr
        msr     DBGWCR0_EL1, xzr
        mov     x0, #3
        msr     CNTHCTL_EL2, x0
        msr     CNTKCTL_EL1, xzr
        msr     DAIFSet, #15
        ret

/* After the first exception: compare, print, go on. */
judge:  ldr     x28, =state
        ldr     x27, [x28, #CURRENT]
        mov     x26, #0                 /* what differs: one bit per field */
        ldr     x0, [x27, #CASE_WHERE]
        ldr     x1, [x28, #SEEN_WHERE]
        cmp     x0, x1
        cset    x26, ne
        ldr     x0, [x27, #CASE_ESR]
        cmn     x0, #1
        b.eq    1f
        ldr     x1, [x28, #SEEN_ESR]
        cmp     x0, x1
        b.eq    1f
        orr     x26, x26, #2
1:      ldr     x0, [x27, #CASE_ELR]
        ldr     x1, [x28, #SEEN_ELR]
        cmp     x0, x1
        b.eq    1f
        orr     x26, x26, #4
1:      ldr     x0, [x27, #CASE_FAR]
        cmn     x0, #1
        b.eq    1f
        ldr     x1, [x28, #SEEN_FAR]
        cmp     x0, x1
        b.eq    1f
        orr     x26, x26, #8
1:      ldr     x0, [x27, #CASE_SPSR_MASK]
        ldr     x1, [x28, #SEEN_SPSR]
        and     x1, x1, x0
        ldr     x0, [x27, #CASE_SPSR_BITS]
        cmp     x0, x1
        b.eq    1f
        orr     x26, x26, #16
1:      verdict CASE_NAME
        cbz     x26, 4f
        adr     x0, text_seen
        bl      print
        ldr     x0, [x28, #SEEN_WHERE]
        bl      print_hex
        ldr     x0, [x28, #SEEN_ESR]
        bl      print_hex
        ldr     x0, [x28, #SEEN_ELR]
        bl      print_hex
        ldr     x0, [x28, #SEEN_FAR]
        bl      print_hex
        ldr     x0, [x28, #SEEN_SPSR]
        bl      print_hex
        adr     x0, text_expected
        bl      print
        ldr     x0, [x27, #CASE_WHERE]
        bl      print_hex
        ldr     x0, [x27, #CASE_ESR]
        bl      print_hex
        ldr     x0, [x27, #CASE_ELR]
        bl      print_hex
        ldr     x0, [x27, #CASE_FAR]
        bl      print_hex
        ldr     x0, [x27, #CASE_SPSR_BITS]
        bl      print_hex
4:      mov     w0, #'\n'
        bl      print_char
        add     x0, x27, #CASE_SIZE
        b       run

finish: ldr     x28, =state
        tally
1:      wfi
        b       1b

#include "print.inc"

text_ok:        .asciz  "ok    "
text_fail:      .asciz  "FAIL  "
text_seen:      .asciz  ": seen"
text_expected:  .asciz  ", expected"
text_passed:    .asciz  " passed, "
text_failed:    .asciz  " failed\n"
        .balign 4

/* The vectors of three levels. The first exception of a case is recorded, whatever it is; then EL3 goes on. */
        .macro  take    level, esr, elr, far, spsr
        ldr     x18, =state
        ldr     x19, [x18, #SEEN_WHERE]
        cbnz    x19, 1f
        add     x17, x17, #(\level << 8)
        str     x17, [x18, #SEEN_WHERE]
        mrs     x19, \esr
        str     x19, [x18, #SEEN_ESR]
        mrs     x19, \elr
        str     x19, [x18, #SEEN_ELR]
        mrs     x19, \far
        str     x19, [x18, #SEEN_FAR]
        mrs     x19, \spsr
        str     x19, [x18, #SEEN_SPSR]
1:
        .endm

taken1: take    1, ESR_EL1, ELR_EL1, FAR_EL1, SPSR_EL1
        smc     #DONE
taken2: take    2, ESR_EL2, ELR_EL2, FAR_EL2, SPSR_EL2
        smc     #DONE
taken3: take    3, ESR_EL3, ELR_EL3, FAR_EL3, SPSR_EL3
        msr     SPSel, #1
        ldr     x0, =stack
        mov     sp, x0
        b       judge
        .ltorg

        vectors 1, x17
        vectors 2, x17
        vectors 3, x17
        .balign 2048

/* Set-ups. */
        .macro  set_bits name, register, default, bits
\name:  movq    x0, (\default) | (\bits)
        msr     \register, x0
        ret
        .endm

        .macro  hcr     name, bits
        set_bits setup_\name, HCR_EL2, HCR_DEFAULT, \bits
        .endm

        .macro  scr     name, bits
        set_bits setup_\name, SCR_EL3, SCR_DEFAULT, \bits
        .endm

        hcr     tge, HCR_TGE
        hcr     host, HCR_E2H
        hcr     host_el0, HCR_E2H | HCR_TGE
        hcr     twi, HCR_TWI
        hcr     twe, HCR_TWE
        hcr     tid1, HCR_TID1
        hcr     tid2, HCR_TID2
        hcr     tid3, HCR_TID3
        hcr     tsc, HCR_TSC
        hcr     tacr, HCR_TACR
        hcr     tsw, HCR_TSW
        hcr     tpcp, HCR_TPCP
        hcr     tpu, HCR_TPU
        hcr     ttlb, HCR_TTLB
        hcr     tvm, HCR_TVM
        hcr     trvm, HCR_TRVM
        hcr     tdz, HCR_TDZ
        hcr     tea, HCR_TEA
        hcr     virq, HCR_IMO | HCR_VI
        hcr     vfiq, HCR_FMO | HCR_VF
        hcr     imo, HCR_IMO
        scr     smd, SCR_SMD
        scr     scr_twi, SCR_TWI
        scr     scr_twe, SCR_TWE
        scr     ea, SCR_EA
        scr     ease, SCR_EA | SCR_EASE
        scr     realm, SCR_NSE

setup_secure:
        movq    x0, SCR_DEFAULT & ~SCR_NS
        msr     SCR_EL3, x0
        ret
setup_no_hce:
        movq    x0, SCR_DEFAULT & ~SCR_HCE
        msr     SCR_EL3, x0
        ret
setup_reserved_state:
        movq    x0, (SCR_DEFAULT & ~SCR_NS) | SCR_NSE
        msr     SCR_EL3, x0
        ret
setup_no_api:
        movq    x0, HCR_DEFAULT & ~HCR_API
        msr     HCR_EL2, x0
        ret
setup_no_api_el3:
        movq    x0, SCR_DEFAULT & ~SCR_API
        msr     SCR_EL3, x0
        ret
setup_pac_ia:
        mrs     x0, SCTLR_EL1
        orr     x0, x0, #(1 << 31)
        msr     SCTLR_EL1, x0
        ret
setup_no_ntwi:
        mrs     x0, SCTLR_EL1
        bic     x0, x0, #(1 << 16)
        bic     x0, x0, #(1 << 18)
        msr     SCTLR_EL1, x0
        ret
setup_sa:
        mrs     x0, SCTLR_EL1
        orr     x0, x0, #(1 << 3)
        orr     x0, x0, #(1 << 4)
        msr     SCTLR_EL1, x0
        mrs     x0, SCTLR_EL2
        orr     x0, x0, #(1 << 3)
        msr     SCTLR_EL2, x0
        ret
setup_vserror:
        movq    x0, HCR_DEFAULT | HCR_AMO | HCR_VSE
        msr     HCR_EL2, x0
        mov     x0, #0x411
        msr     S3_4_C5_C2_3, x0        /* VSESR_EL2 */
        ret
setup_step:
        mov     x0, #1                  /* SS */
        msr     MDSCR_EL1, x0
        ret
setup_step_tde:
        mrs     x0, MDCR_EL2
        orr     x0, x0, #(1 << 8)
        msr     MDCR_EL2, x0
        b       setup_step
setup_step_locked:
        mov     x0, #1
        msr     OSLAR_EL1, x0
        b       setup_step
setup_tde:
        mrs     x0, MDCR_EL2
        orr     x0, x0, #(1 << 8)
        msr     MDCR_EL2, x0
        ret
setup_breakpoint:
        adr     x0, stub_three_nops + 8
        msr     DBGBVR0_EL1, x0
        mov     x0, #0x1E5              /* BAS, PMC = EL0, E */
        msr     DBGBCR0_EL1, x0
        mov     x0, #(1 << 15)          /* MDE */
        msr     MDSCR_EL1, x0
        ret
setup_watchpoint:
        ldr     x0, =scratch
        msr     DBGWVR0_EL1, x0
        mov     x0, #0x1FFD             /* BAS all, LSC both, PAC = EL0, E */
        msr     DBGWCR0_EL1, x0
        mov     x0, #(1 << 15)
        msr     MDSCR_EL1, x0
        ret
setup_tda:
        mov     x0, #(1 << 9 | 31)
        msr     MDCR_EL2, x0
        ret
setup_tda_el3:
        mov     x0, #(1 << 9)
        msr     MDCR_EL3, x0
        ret
setup_tdosa:
        mov     x0, #(1 << 10 | 31)
        msr     MDCR_EL2, x0
        ret
setup_tdra:
        mov     x0, #(1 << 11 | 31)
        msr     MDCR_EL2, x0
        ret
setup_tpm:
        mov     x0, #(1 << 6 | 31)
        msr     MDCR_EL2, x0
        ret
setup_tpm_el3:
        mov     x0, #(1 << 6)
        msr     MDCR_EL3, x0
        ret
setup_tcpac:
        mov     x0, #(1 << 31)
        msr     CPTR_EL2, x0
        ret
setup_tcpac_el3:
        mov     x0, #(1 << 31)
        msr     CPTR_EL3, x0
        ret
setup_no_el1pcten:
        msr     CNTHCTL_EL2, xzr
        ret

/* HFGITR_EL2 and HFGRTR_EL2 */
        .macro  fine_grained name, register, bit, scr
\name:  movq    x0, SCR_DEFAULT | \scr
        msr     SCR_EL3, x0
        movq    x0, 1 << \bit
        msr     \register, x0
        ret
        .endm

        fine_grained setup_fgt_svc_el0, S3_4_C1_C1_6, 52, SCR_FGTEN
        fine_grained setup_fgt_svc_el1, S3_4_C1_C1_6, 53, SCR_FGTEN
        fine_grained setup_fgt_eret, S3_4_C1_C1_6, 51, SCR_FGTEN
        fine_grained setup_fgt_aidr, S3_4_C1_C1_4, 2, SCR_FGTEN
        fine_grained setup_fgt_closed, S3_4_C1_C1_6, 52, 0

/* Stubs: x1 is scratch memory, x2 an address without memory, x3 is 1. A stub ends in the exception it is for. */
stub_svc:       svc     #0x1234
stub_hvc:       hvc     #0x2345
stub_smc:       smc     #0x3456
stub_udf:       udf     #7
stub_brk:       brk     #0xF000
stub_hlt:       hlt     #1
stub_dcps1:     dcps1   #0
stub_drps:      drps
stub_eret:      eret
stub_eretaa:    .inst   0xD69F0BFF
stub_eretab:    .inst   0xD69F0FFF
stub_wfi:       wfi
                smc     #1
stub_wfe:       wfe                     /* the first may find the event of the exception return */
stub_wfe2:      wfe
                smc     #1
stub_wfit:      mov     x5, #-1
stub_wfit2:     .inst   0xD5031025      /* wfit x5 */
                smc     #1
stub_load:      ldr     x0, [x2]
stub_store:     str     x0, [x2]
stub_unaligned: add     x1, x1, #1
stub_unaligned2: ldr    x0, [x1]        /* MMU off: Device memory */
stub_exclusive: add     x1, x1, #4
stub_exclusive2: ldxr   x0, [x1]
stub_branch:    br      x2
stub_pc:        adr     x0, stub_udf
                add     x0, x0, #2
                br      x0
stub_sp:        mov     x0, #8
                mov     sp, x0
stub_sp2:       ldr     x0, [sp]
stub_nop_svc:   nop
stub_nop_svc2:  svc     #0
stub_three_nops: nop
                nop
                nop
                nop
stub_ldxr:      ldxr    x0, [x1]
                nop
stub_str:       str     x0, [x1]
                nop
stub_ldr:       ldr     x0, [x1]
                nop
stub_unmask:    msr     DAIFClr, #7
stub_unmasked:  nop
                b       .
stub_esb:       .inst   0xD503221F      /* esb: the virtual SError is masked, and deferred */
                mrs     x0, S3_0_C12_C1_1 /* DISR_EL1: VDISR_EL2, by HCR_EL2.AMO */
                cmp     x0, #0
                movz    x4, #0x411
                movk    x4, #0x8000, lsl #16
                cmp     x0, x4
                b.eq    stub_esb_ok
                udf     #0
stub_esb_ok:    msr     DAIFClr, #4
                nop
                isb
stub_esb_end:   svc     #0x77

/* Illegal returns: the exception is taken at the address returned to. */
        .macro  illegal name, spsr, elr, value
stub_\name:     movq    x0, \value
                msr     \spsr, x0
                adr     x0, 1f
                msr     \elr, x0
                eret
                udf     #0
1:
target_\name:   nop
                udf     #0
        .endm

        illegal el3_m1, SPSR_EL3, ELR_EL3, 0x3CE
        illegal el3_el0h, SPSR_EL3, ELR_EL3, 0x3C1
        illegal el3_aarch32, SPSR_EL3, ELR_EL3, 0x3D3
        illegal el3_reserved, SPSR_EL3, ELR_EL3, 0x3C9
        illegal el3_tge, SPSR_EL3, ELR_EL3, 0x3C5
        illegal el3_secure_el2, SPSR_EL3, ELR_EL3, 0x3C9
        illegal el2_el3, SPSR_EL2, ELR_EL2, 0x3CD
        illegal el1_el2, SPSR_EL1, ELR_EL1, 0x3C9
        illegal el1_il, SPSR_EL1, ELR_EL1, 0x1003C5

/* One stub for each trapped register or instruction; Xt is X0. */
        .macro  traps   name, instruction:vararg
stub_\name:     \instruction
                smc     #1
        .endm

        traps   mrs_idpfr0, mrs x0, ID_AA64PFR0_EL1
        traps   mrs_aidr, mrs x0, AIDR_EL1
        traps   mrs_ctr, mrs x0, CTR_EL0
        traps   mrs_actlr, mrs x0, ACTLR_EL1
        traps   msr_sctlr, msr SCTLR_EL1, x0
        traps   msr_ttbr0, msr TTBR0_EL1, x0
        traps   mrs_tcr, mrs x0, TCR_EL1
        traps   mrs_cpacr, mrs x0, CPACR_EL1
        traps   dc_isw, dc isw, x0
        traps   dc_civac, dc civac, x1
        traps   ic_ivau, ic ivau, x1
        traps   dc_zva, dc zva, x1
        traps   tlbi_vmalle1, tlbi vmalle1
        traps   mrs_dbgbvr0, mrs x0, DBGBVR0_EL1
        traps   mrs_oslsr, mrs x0, OSLSR_EL1
        traps   mrs_mdrar, mrs x0, MDRAR_EL1
        traps   mrs_pmccntr, mrs x0, PMCCNTR_EL0
        traps   mrs_cntpct, mrs x0, CNTPCT_EL0
        traps   mrs_sctlr2, mrs x0, SCTLR_EL2
        traps   mrs_scr, mrs x0, SCR_EL3
        traps   mrs_vbar1, mrs x0, VBAR_EL1
        traps   paciza, .inst 0xDAC123E0

/* PAC failure: an address signed with one modifier and authenticated with another. */
stub_autia:     mov     x4, #0x1000
                mov     x5, #1
                mov     x6, #2
                .inst   0xDAC100A4      /* pacia x4, x5 */
stub_autia2:    .inst   0xDAC110C4      /* autia x4, x6: FEAT_FPAC faults here */
                udf     #0

/* Virtualization host: names of EL1 mean EL2, _EL12 names mean EL1. Each ends at its UDF, or at stub_not_so. */
stub_far_el1:
        movz    x0, #0x5A5A
        msr     FAR_EL1, x0
        mrs     x1, FAR_EL2
        cmp     x0, x1
        b.ne    stub_not_so
        mrs     x1, S3_5_C6_C0_0        /* FAR_EL12 */
        cmp     x0, x1
        b.eq    stub_not_so
stub_far_el1_ok:
        udf     #0
stub_far_el12:
        movz    x0, #0x6B6B
        msr     S3_5_C6_C0_0, x0        /* FAR_EL12 */
        mrs     x1, FAR_EL1
        cmp     x0, x1
        b.eq    stub_not_so
        mrs     x1, S3_5_C6_C0_0
        cmp     x0, x1
        b.ne    stub_not_so
stub_far_el12_ok:
        udf     #0
stub_cpacr_el1:
        mrs     x0, CPTR_EL2
        eor     x0, x0, #(1 << 20)      /* FPEN */
        msr     CPACR_EL1, x0
        mrs     x1, CPTR_EL2
        eor     x0, x0, x1              /* bits beside FPEN may mean nothing here */
        tst     x0, #(1 << 20)
        b.ne    stub_not_so
stub_cpacr_el1_ok:
        udf     #0
stub_ttbr1_el2:
        movz    x0, #0x7000
        msr     TTBR1_EL1, x0
        mrs     x1, S3_4_C2_C0_1        /* TTBR1_EL2 */
        cmp     x0, x1
        b.ne    stub_not_so
stub_ttbr1_el2_ok:
        udf     #0
stub_not_so:
        udf     #1
stub_mrs_sctlr12:
        mrs     x0, S3_5_C1_C0_0        /* SCTLR_EL12 */
        udf     #0

/* The cases. */
        .balign 8
        .macro  test    title, setup, stub, spsr, level, vector, esr, elr, far=ANY, mask=0, bits=0
        .quad   9001f, \setup, \stub, \spsr, (\level) << 8 | (\vector), \esr, \elr, \far, \mask, \bits
        .pushsection .text.names, "ax"
9001:   .asciz  "\title"
        .popsection
        .endm

cases:
        /* Calls. */
        test    "SVC at EL0", 0, stub_svc, EL0T, 1, SYNC_LOWER, EC(0x15, 0x1234), stub_svc + 4
        test    "SVC at EL1", 0, stub_svc, EL1H, 1, SYNC_SAME, EC(0x15, 0x1234), stub_svc + 4, ANY, 0xF, 5
        test    "SVC at EL2", 0, stub_svc, EL2H, 2, SYNC_SAME, EC(0x15, 0x1234), stub_svc + 4, ANY, 0xF, 9
        test    "SVC at EL3", 0, stub_svc, EL3H, 3, SYNC_SAME, EC(0x15, 0x1234), stub_svc + 4, ANY, 0xF, 13
        test    "SVC at EL0, TGE", setup_tge, stub_svc, EL0T, 2, SYNC_LOWER, EC(0x15, 0x1234), stub_svc + 4
        test    "HVC at EL0", 0, stub_hvc, EL0T, 1, SYNC_LOWER, EC(0, 0), stub_hvc
        test    "HVC at EL1", 0, stub_hvc, EL1H, 2, SYNC_LOWER, EC(0x16, 0x2345), stub_hvc + 4
        test    "HVC at EL2", 0, stub_hvc, EL2H, 2, SYNC_SAME, EC(0x16, 0x2345), stub_hvc + 4
        test    "HVC at EL3", 0, stub_hvc, EL3H, 3, SYNC_SAME, EC(0x16, 0x2345), stub_hvc + 4
        test    "HVC at EL1, HCE clear", setup_no_hce, stub_hvc, EL1H, 1, SYNC_SAME, EC(0, 0), stub_hvc
        test    "HVC at Secure EL1", setup_secure, stub_hvc, EL1H, 1, SYNC_SAME, EC(0, 0), stub_hvc
        test    "HVC at Realm EL1", setup_realm, stub_hvc, EL1H, 2, SYNC_LOWER, EC(0x16, 0x2345), stub_hvc + 4
        test    "SMC at EL0", 0, stub_smc, EL0T, 1, SYNC_LOWER, EC(0, 0), stub_smc
        test    "SMC at EL1", 0, stub_smc, EL1H, 3, SYNC_LOWER, EC(0x17, 0x3456), stub_smc + 4
        test    "SMC at EL2", 0, stub_smc, EL2H, 3, SYNC_LOWER, EC(0x17, 0x3456), stub_smc + 4
        test    "SMC at EL3", 0, stub_smc, EL3H, 3, SYNC_SAME, EC(0x17, 0x3456), stub_smc + 4
        test    "SMC at EL1, TSC", setup_tsc, stub_smc, EL1H, 2, SYNC_LOWER, EC(0x17, 0x3456), stub_smc
        /* Undefined, breakpoint instructions, debug instructions outside Debug state. */
        test    "UDF at EL0", 0, stub_udf, EL0T, 1, SYNC_LOWER, EC(0, 0), stub_udf
        test    "UDF at EL2", 0, stub_udf, EL2H, 2, SYNC_SAME, EC(0, 0), stub_udf
        test    "UDF at EL3", 0, stub_udf, EL3H, 3, SYNC_SAME, EC(0, 0), stub_udf
        test    "UDF at EL0, TGE", setup_tge, stub_udf, EL0T, 2, SYNC_LOWER, EC(0, 0), stub_udf
        test    "BRK at EL0", 0, stub_brk, EL0T, 1, SYNC_LOWER, EC(0x3C, 0xF000), stub_brk
        test    "BRK at EL1, TDE", setup_tde, stub_brk, EL1H, 2, SYNC_LOWER, EC(0x3C, 0xF000), stub_brk
        test    "BRK at EL3", 0, stub_brk, EL3H, 3, SYNC_SAME, EC(0x3C, 0xF000), stub_brk
        test    "HLT at EL1", 0, stub_hlt, EL1H, 1, SYNC_SAME, EC(0, 0), stub_hlt
        test    "DCPS1 at EL1", 0, stub_dcps1, EL1H, 1, SYNC_SAME, EC(0, 0), stub_dcps1
        test    "DRPS at EL2", 0, stub_drps, EL2H, 2, SYNC_SAME, EC(0, 0), stub_drps
        test    "ERET at EL0", 0, stub_eret, EL0T, 1, SYNC_LOWER, EC(0, 0), stub_eret
        /* Registers of a higher level. */
        test    "MRS SCTLR_EL2 at EL1", 0, stub_mrs_sctlr2, EL1H, 1, SYNC_SAME, EC(0, 0), stub_mrs_sctlr2
        test    "MRS SCR_EL3 at EL2", 0, stub_mrs_scr, EL2H, 2, SYNC_SAME, EC(0, 0), stub_mrs_scr
        test    "MRS VBAR_EL1 at EL0", 0, stub_mrs_vbar1, EL0T, 1, SYNC_LOWER, EC(0, 0), stub_mrs_vbar1
        /* Waits. */
        test    "WFI at EL0, nTWI clear", setup_no_ntwi, stub_wfi, EL0T, 1, SYNC_LOWER, WFX(0), stub_wfi
        test    "WFI at EL1, TWI", setup_twi, stub_wfi, EL1H, 2, SYNC_LOWER, WFX(0), stub_wfi
        test    "WFI at EL2, SCR TWI", setup_scr_twi, stub_wfi, EL2H, 3, SYNC_LOWER, WFX(0), stub_wfi
        test    "WFE at EL1, TWE", setup_twe, stub_wfe, EL1H, 2, SYNC_LOWER, WFX(1), stub_wfe2
        test    "WFE at EL2, SCR TWE", setup_scr_twe, stub_wfe, EL2H, 3, SYNC_LOWER, WFX(1), stub_wfe2
        test    "WFIT at EL1, TWI", setup_twi, stub_wfit, EL1H, 2, SYNC_LOWER, WFX(2 | 4 | 5 << 5), stub_wfit2
        /* Aborts and alignment; the MMU is off, so that memory is Device memory. */
        test    "Load from nowhere at EL1", 0, stub_load, EL1H, 1, SYNC_SAME, EC(0x25, 0x10), stub_load, 0x40000000
        test    "Store to nowhere at EL0", 0, stub_store, EL0T, 1, SYNC_LOWER, EC(0x24, 0x50), stub_store, 0x40000000
        test    "Load from nowhere at EL1, TEA", setup_tea, stub_load, EL1H, 2, SYNC_LOWER, EC(0x24, 0x10), stub_load, 0x40000000
        test    "Load from nowhere at EL1, EA", setup_ea, stub_load, EL1H, 3, SYNC_LOWER, EC(0x24, 0x10), stub_load, 0x40000000
        test    "Load from nowhere at EL1, EASE", setup_ease, stub_load, EL1H, 3, SERROR_LOWER, EC(0x24, 0x10), stub_load, 0x40000000
        test    "Load from nowhere at EL2", 0, stub_load, EL2H, 2, SYNC_SAME, EC(0x25, 0x10), stub_load, 0x40000000
        test    "Branch to nowhere at EL1", 0, stub_branch, EL1H, 1, SYNC_SAME, EC(0x21, 0x10), 0x40000000, 0x40000000
        test    "Branch to nowhere at EL2", 0, stub_branch, EL2H, 2, SYNC_SAME, EC(0x21, 0x10), 0x40000000, 0x40000000
        test    "Unaligned load at EL1", 0, stub_unaligned, EL1H, 1, SYNC_SAME, EC(0x25, 0x21), stub_unaligned2, scratch + 1
        test    "Unaligned LDXR at EL0", 0, stub_exclusive, EL0T, 1, SYNC_LOWER, EC(0x24, 0x21), stub_exclusive2, scratch + 4
        test    "PC alignment at EL1", 0, stub_pc, EL1H, 1, SYNC_SAME, EC(0x22, 0), stub_udf + 2, stub_udf + 2
        test    "PC alignment at EL0, TGE", setup_tge, stub_pc, EL0T, 2, SYNC_LOWER, EC(0x22, 0), stub_udf + 2, stub_udf + 2
        test    "SP alignment at EL1", setup_sa, stub_sp, EL1H, 1, SYNC_SAME, EC(0x26, 0), stub_sp2
        test    "SP alignment at EL0", setup_sa, stub_sp, EL0T, 1, SYNC_LOWER, EC(0x26, 0), stub_sp2
        /* Illegal returns. */
        test    "Illegal return: M[1]", 0, stub_el3_m1, EL3H, 3, SYNC_SAME, EC(0x0E, 0), target_el3_m1, ANY, SPSR_IL | 0xF, SPSR_IL | 0xD
        test    "Illegal return: EL0 with SP_ELx", 0, stub_el3_el0h, EL3H, 3, SYNC_SAME, EC(0x0E, 0), target_el3_el0h, ANY, SPSR_IL, SPSR_IL
        test    "Illegal return: AArch32", 0, stub_el3_aarch32, EL3H, 3, SYNC_SAME, EC(0x0E, 0), target_el3_aarch32, ANY, SPSR_IL, SPSR_IL
        test    "Illegal return: NSE, NS reserved", setup_reserved_state, stub_el3_reserved, EL3H, 3, SYNC_SAME, EC(0x0E, 0), target_el3_reserved, ANY, SPSR_IL, SPSR_IL
        test    "Illegal return: EL1 under TGE", setup_tge, stub_el3_tge, EL3H, 3, SYNC_SAME, EC(0x0E, 0), target_el3_tge, ANY, SPSR_IL, SPSR_IL
        test    "Illegal return: Secure EL2", setup_secure, stub_el3_secure_el2, EL3H, 3, SYNC_SAME, EC(0x0E, 0), target_el3_secure_el2, ANY, SPSR_IL, SPSR_IL
        test    "Illegal return: EL3 from EL2", 0, stub_el2_el3, EL2H, 2, SYNC_SAME, EC(0x0E, 0), target_el2_el3, ANY, SPSR_IL | 0xF, SPSR_IL | 9
        test    "Illegal return: EL2 from EL1", 0, stub_el1_el2, EL1H, 1, SYNC_SAME, EC(0x0E, 0), target_el1_el2, ANY, SPSR_IL | 0xF, SPSR_IL | 5
        test    "Legal return with SPSR.IL", 0, stub_el1_il, EL1H, 1, SYNC_SAME, EC(0x0E, 0), target_el1_il, ANY, SPSR_IL, SPSR_IL
        /* Software step, breakpoint, watchpoint. */
        test    "Step at EL0", setup_step, stub_three_nops, EL0T & ~0x200 | SPSR_SS, 1, SYNC_LOWER, EC(0x32, 1 << 24 | 0x22), stub_three_nops + 4, ANY, SPSR_SS, 0
        test    "Step at EL0, SS clear", setup_step, stub_three_nops, EL0T & ~0x200, 1, SYNC_LOWER, EC(0x32, 0x22), stub_three_nops
        test    "Step at EL1, TDE", setup_step_tde, stub_three_nops, EL1H | SPSR_SS, 2, SYNC_LOWER, EC(0x32, 1 << 24 | 0x22), stub_three_nops + 4
        test    "Step over LDXR", setup_step, stub_ldxr, EL0T | SPSR_SS, 1, SYNC_LOWER, EC(0x32, 1 << 24 | 1 << 6 | 0x22), stub_ldxr + 4
        test    "Step into SVC", setup_step, stub_svc, EL0T | SPSR_SS, 1, SYNC_LOWER, EC(0x15, 0x1234), stub_svc + 4, ANY, SPSR_SS, 0
        test    "Step into UDF", setup_step, stub_udf, EL0T | SPSR_SS, 1, SYNC_LOWER, EC(0, 0), stub_udf, ANY, SPSR_SS, SPSR_SS
        test    "No step under the OS lock", setup_step_locked, stub_nop_svc, EL0T | SPSR_SS, 1, SYNC_LOWER, EC(0x15, 0), stub_nop_svc2 + 4
        test    "Breakpoint at EL0", setup_breakpoint, stub_three_nops, EL0T, 1, SYNC_LOWER, EC(0x30, 0x22), stub_three_nops + 8
        test    "Watchpoint on a store", setup_watchpoint, stub_str, EL0T, 1, SYNC_LOWER, EC(0x34, 0x62), stub_str, scratch
        test    "Watchpoint on a load", setup_watchpoint, stub_ldr, EL0T, 1, SYNC_LOWER, EC(0x34, 0x22), stub_ldr, scratch
        /* Virtual interrupts. ESR_EL1 is not written by an interrupt. */
        test    "Virtual IRQ", setup_virq, stub_unmask, EL1H, 1, IRQ_SAME, ANY, stub_unmasked
        test    "Virtual IRQ at EL0", setup_virq, stub_udf, 0, 1, IRQ_LOWER, ANY, stub_udf
        test    "Virtual FIQ at EL0", setup_vfiq, stub_udf, 0, 1, FIQ_LOWER, ANY, stub_udf
        test    "Virtual SError", setup_vserror, stub_unmask, EL1H, 1, SERROR_SAME, EC(0x2F, 0x411), stub_unmasked
        test    "ESB defers a virtual SError", setup_vserror, stub_esb, EL1H, 1, SYNC_SAME, EC(0x15, 0x77), stub_esb_end + 4
        /* Trap bits. */
        test    "TID3", setup_tid3, stub_mrs_idpfr0, EL1H, 2, SYNC_LOWER, SYSREG(3, 0, 0, 4, 0, 0, 1), stub_mrs_idpfr0
        test    "TID1", setup_tid1, stub_mrs_aidr, EL1H, 2, SYNC_LOWER, SYSREG(3, 1, 0, 0, 7, 0, 1), stub_mrs_aidr
        test    "TID2", setup_tid2, stub_mrs_ctr, EL1H, 2, SYNC_LOWER, SYSREG(3, 3, 0, 0, 1, 0, 1), stub_mrs_ctr
        test    "TACR", setup_tacr, stub_mrs_actlr, EL1H, 2, SYNC_LOWER, SYSREG(3, 0, 1, 0, 1, 0, 1), stub_mrs_actlr
        test    "TVM: SCTLR_EL1", setup_tvm, stub_msr_sctlr, EL1H, 2, SYNC_LOWER, SYSREG(3, 0, 1, 0, 0, 0, 0), stub_msr_sctlr
        test    "TVM: TTBR0_EL1", setup_tvm, stub_msr_ttbr0, EL1H, 2, SYNC_LOWER, SYSREG(3, 0, 2, 0, 0, 0, 0), stub_msr_ttbr0
        test    "TRVM: TCR_EL1", setup_trvm, stub_mrs_tcr, EL1H, 2, SYNC_LOWER, SYSREG(3, 0, 2, 0, 2, 0, 1), stub_mrs_tcr
        test    "TCPAC", setup_tcpac, stub_mrs_cpacr, EL1H, 2, SYNC_LOWER, SYSREG(3, 0, 1, 0, 2, 0, 1), stub_mrs_cpacr
        test    "TCPAC of EL3", setup_tcpac_el3, stub_mrs_cpacr, EL1H, 3, SYNC_LOWER, SYSREG(3, 0, 1, 0, 2, 0, 1), stub_mrs_cpacr
        test    "TSW", setup_tsw, stub_dc_isw, EL1H, 2, SYNC_LOWER, SYSREG(1, 0, 7, 6, 2, 0, 0), stub_dc_isw
        test    "TPCP", setup_tpcp, stub_dc_civac, EL1H, 2, SYNC_LOWER, SYSREG(1, 3, 7, 14, 1, 1, 0), stub_dc_civac
        test    "TPU", setup_tpu, stub_ic_ivau, EL1H, 2, SYNC_LOWER, SYSREG(1, 3, 7, 5, 1, 1, 0), stub_ic_ivau
        test    "TDZ", setup_tdz, stub_dc_zva, EL1H, 2, SYNC_LOWER, SYSREG(1, 3, 7, 4, 1, 1, 0), stub_dc_zva
        test    "TTLB", setup_ttlb, stub_tlbi_vmalle1, EL1H, 2, SYNC_LOWER, SYSREG(1, 0, 8, 7, 0, 31, 0), stub_tlbi_vmalle1
        test    "TDA", setup_tda, stub_mrs_dbgbvr0, EL1H, 2, SYNC_LOWER, SYSREG(2, 0, 0, 0, 4, 0, 1), stub_mrs_dbgbvr0
        test    "TDA of EL3", setup_tda_el3, stub_mrs_dbgbvr0, EL2H, 3, SYNC_LOWER, SYSREG(2, 0, 0, 0, 4, 0, 1), stub_mrs_dbgbvr0
        test    "TDOSA", setup_tdosa, stub_mrs_oslsr, EL1H, 2, SYNC_LOWER, SYSREG(2, 0, 1, 1, 4, 0, 1), stub_mrs_oslsr
        test    "TDRA", setup_tdra, stub_mrs_mdrar, EL1H, 2, SYNC_LOWER, SYSREG(2, 0, 1, 0, 0, 0, 1), stub_mrs_mdrar
        test    "TPM", setup_tpm, stub_mrs_pmccntr, EL1H, 2, SYNC_LOWER, SYSREG(3, 3, 9, 13, 0, 0, 1), stub_mrs_pmccntr
        test    "TPM of EL3", setup_tpm_el3, stub_mrs_pmccntr, EL2H, 3, SYNC_LOWER, SYSREG(3, 3, 9, 13, 0, 0, 1), stub_mrs_pmccntr
        test    "EL1PCTEN", setup_no_el1pcten, stub_mrs_cntpct, EL1H, 2, SYNC_LOWER, SYSREG(3, 3, 14, 0, 1, 0, 1), stub_mrs_cntpct
        test    "EL0PCTEN", 0, stub_mrs_cntpct, EL0T, 1, SYNC_LOWER, SYSREG(3, 3, 14, 0, 1, 0, 1), stub_mrs_cntpct
        /* Fine-grained traps. */
        test    "HFGITR SVC_EL0", setup_fgt_svc_el0, stub_svc, EL0T, 2, SYNC_LOWER, EC(0x15, 0x1234), stub_svc
        test    "HFGITR SVC_EL1", setup_fgt_svc_el1, stub_svc, EL1H, 2, SYNC_LOWER, EC(0x15, 0x1234), stub_svc
        test    "HFGITR ERET", setup_fgt_eret, stub_eret, EL1H, 2, SYNC_LOWER, EC(0x1A, 0), stub_eret
        test    "HFGITR ERET, ERETAA", setup_fgt_eret, stub_eretaa, EL1H, 2, SYNC_LOWER, EC(0x1A, 2), stub_eretaa
        test    "HFGITR ERET, ERETAB", setup_fgt_eret, stub_eretab, EL1H, 2, SYNC_LOWER, EC(0x1A, 3), stub_eretab
        test    "HFGRTR AIDR_EL1", setup_fgt_aidr, stub_mrs_aidr, EL1H, 2, SYNC_LOWER, SYSREG(3, 1, 0, 0, 7, 0, 1), stub_mrs_aidr
        test    "HFGITR SVC_EL0, FGTEn clear", setup_fgt_closed, stub_svc, EL0T, 1, SYNC_LOWER, EC(0x15, 0x1234), stub_svc + 4
        /* Virtualization host extensions. */
        test    "FAR_EL1 is FAR_EL2 in a host", setup_host, stub_far_el1, EL2H, 2, SYNC_SAME, EC(0, 0), stub_far_el1_ok
        test    "FAR_EL12 is FAR_EL1 in a host", setup_host, stub_far_el12, EL2H, 2, SYNC_SAME, EC(0, 0), stub_far_el12_ok
        test    "CPACR_EL1 is CPTR_EL2 in a host", setup_host, stub_cpacr_el1, EL2H, 2, SYNC_SAME, EC(0, 0), stub_cpacr_el1_ok
        test    "TTBR1_EL1 is TTBR1_EL2 in a host", setup_host, stub_ttbr1_el2, EL2H, 2, SYNC_SAME, EC(0, 0), stub_ttbr1_el2_ok
        test    "SCTLR_EL12, no host", 0, stub_mrs_sctlr12, EL2H, 2, SYNC_SAME, EC(0, 0), stub_mrs_sctlr12
        test    "SCTLR_EL12 at EL1", setup_host, stub_mrs_sctlr12, EL1H, 1, SYNC_SAME, EC(0, 0), stub_mrs_sctlr12
        test    "SVC at EL0 of a host", setup_host_el0, stub_svc, EL0T, 2, SYNC_LOWER, EC(0x15, 0x1234), stub_svc + 4
        test    "SCTLR_EL2.UCT of a host", setup_host_el0, stub_mrs_ctr, EL0T, 2, SYNC_LOWER, SYSREG(3, 3, 0, 0, 1, 0, 1), stub_mrs_ctr
        /* Pointer authentication. */
        test    "PACIZA, HCR API clear", setup_no_api, stub_pac_enabled, EL1H, 2, SYNC_LOWER, EC(0x09, 0), stub_pac_enabled2
        test    "PACIZA, SCR API clear", setup_no_api_el3, stub_pac_enabled, EL1H, 3, SYNC_LOWER, EC(0x09, 0), stub_pac_enabled2
        test    "AUTIA with the wrong modifier", setup_pac_ia, stub_autia, EL1H, 1, SYNC_SAME, EC(0x1C, 0), stub_autia2
        .quad   0

        .balign 4
stub_pac_enabled:
        mrs     x0, SCTLR_EL1
        orr     x0, x0, #(1 << 31)      /* EnIA */
        msr     SCTLR_EL1, x0
        isb
stub_pac_enabled2:
        .inst   0xDAC123E0              /* paciza x0 */
        udf     #0
        .ltorg

        .balign 64
state:  .fill   16, 8, 0
scratch: .fill  16, 8, 0
digits: .fill   4, 8, 0
        .fill   64, 8, 0
stack:
