/* svc: SVC at EL1, a handler that saves and restores what a kernel's does, ERET: 18 instructions for each trip. */
        .arch   armv8-a

        .section .rodata
        .global workload_name
workload_name:
        .asciz  "svc"

        .text
        .global workload
workload:
        mov     x10, x0
        mov     x11, #0
        msr     TPIDR_EL1, xzr
1:      svc     #7
        add     x11, x11, x11, lsl #1
        add     x11, x11, x9
        subs    x10, x10, #1
        b.ne    1b
        mov     x0, x11
        ret

        .global handler
handler:
        stp     x2, x3, [sp, #-16]!
        mrs     x2, ESR_EL1
        mrs     x3, ELR_EL1
        mrs     x9, SPSR_EL1
        add     x9, x9, x2
        mrs     x2, TPIDR_EL1
        add     x2, x2, #1
        msr     TPIDR_EL1, x2
        add     x9, x9, x2
        msr     ELR_EL1, x3
        ldp     x2, x3, [sp], #16
        eret
