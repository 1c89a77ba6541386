/* Leaf functions that may fault: (first, second) in x0 and x1. The handler goes on at x30. */
.macro probe name, instruction:vararg
        .global \name
        .type   \name, %function
\name:  \instruction
        ret
        .size   \name, . - \name
.endm
        .text
        probe   probe_load8, ldrb w0, [x0]
        probe   probe_load16, ldrh w0, [x0]
        probe   probe_load32, ldr w0, [x0]
        probe   probe_load64, ldr x0, [x0]
        probe   probe_store8, strb w1, [x0]
        probe   probe_store16, strh w1, [x0]
        probe   probe_store32, str w1, [x0]
        probe   probe_store64, str x1, [x0]
        probe   probe_fetch, br x0

/* call_above(struct call *): X0 to X17 in and out. */
        .global call_above
        .type   call_above, %function
call_above:
        stp     x29, x30, [sp, #-32]!
        mov     x29, sp
        stp     x19, x0, [sp, #16]
        mov     x19, x0
        ldp     x2, x3, [x19, #16]
        ldp     x4, x5, [x19, #32]
        ldp     x6, x7, [x19, #48]
        ldp     x8, x9, [x19, #64]
        ldp     x10, x11, [x19, #80]
        ldp     x12, x13, [x19, #96]
        ldp     x14, x15, [x19, #112]
        ldp     x16, x17, [x19, #128]
        ldp     x0, x1, [x19]
        smc     #0
        stp     x0, x1, [x19]
        stp     x2, x3, [x19, #16]
        stp     x4, x5, [x19, #32]
        stp     x6, x7, [x19, #48]
        stp     x8, x9, [x19, #64]
        stp     x10, x11, [x19, #80]
        stp     x12, x13, [x19, #96]
        stp     x14, x15, [x19, #112]
        stp     x16, x17, [x19, #128]
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret
        .size   call_above, . - call_above
