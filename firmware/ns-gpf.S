/*
 * ns-gpf: native Non-secure EL2 firmware that asks one question: what does a load by A64 code get from this granule?
 * Flat image, linked at 0x8800_0000 and entered at its base at NS-EL2, MMU off: x0 = 0, x1 = PA to load from.
 *
 * The answer is left in the image itself, in the result block at base + 0x1000 (doublewords):
 *
 *   +0x00  magic: the bytes "NS-GPF" and two zero bytes
 *   +0x08  outcome: 0 still running, 1 the load took an exception, 2 it did not, 3 another exception was taken
 *   +0x10  ESR_EL2     } as they stood in the handler (outcomes 1 and 3)
 *   +0x18  FAR_EL2     }
 *   +0x20  HPFAR_EL2   }
 *   +0x28  ELR_EL2     }
 *   +0x30  the value loaded (outcome 2)
 *
 * The outcome is written last. Then the PE waits in WFI for ever.
 */
#define RESULT_MAGIC            0x00
#define RESULT_OUTCOME          0x08
#define RESULT_ESR_EL2          0x10
#define RESULT_FAR_EL2          0x18
#define RESULT_HPFAR_EL2        0x20
#define RESULT_ELR_EL2          0x28
#define RESULT_VALUE            0x30

#define OUTCOME_EXCEPTION       1
#define OUTCOME_NO_FAULT        2
#define OUTCOME_UNEXPECTED      3

        .section .text, "ax"
        .global _start
_start:
        adr     x9, vectors
        msr     VBAR_EL2, x9
        isb
        adr     x20, result
probe:  ldr     x9, [x1]
        str     x9, [x20, #RESULT_VALUE]
        mov     x10, #OUTCOME_NO_FAULT
        b       finish

/* Any vector: the image has no other business, so the address of the instruction tells which exception this is. */
exception:
        adr     x20, result
        mrs     x9, ESR_EL2
        str     x9, [x20, #RESULT_ESR_EL2]
        mrs     x9, FAR_EL2
        str     x9, [x20, #RESULT_FAR_EL2]
        mrs     x9, HPFAR_EL2
        str     x9, [x20, #RESULT_HPFAR_EL2]
        mrs     x9, ELR_EL2
        str     x9, [x20, #RESULT_ELR_EL2]
        adr     x10, probe
        cmp     x9, x10
        mov     x10, #OUTCOME_EXCEPTION
        mov     x11, #OUTCOME_UNEXPECTED
        csel    x10, x10, x11, eq

finish: dsb     sy                              /* whoever sees the outcome sees the rest */
        str     x10, [x20, #RESULT_OUTCOME]
        dsb     sy
1:      wfi
        b       1b

        .balign 2048
vectors:
        .rept   16
        .balign 128
        b       exception
        .endr

        .org    0x1000
result: .ascii  "NS-GPF\0\0"
        .fill   6, 8, 0
