/*
 * The vector table. Every exception saves X0 to X30 and what EL1 says of it in a frame on the stack, and calls
 * take_exception(frame, vector). A stack that has run into its guard is seen before anything is written to it: the frame goes to
 * a stack kept for that.
 */
#define FRAME   288                     /* struct frame: x[31], sp, elr, spsr, esr, far */

        .text
        .balign 2048
        .global vectors
vectors:
        .set    vector, 0
        .rept   16
        .balign 128
        sub     sp, sp, #FRAME
        add     sp, sp, x0              /* exchange SP and X0 without a third register */
        sub     x0, sp, x0
        tbz     x0, #14, 1f             /* stacks are the upper halves of 32 KiB */
        sub     x0, sp, x0
        sub     sp, sp, x0
        stp     x0, x1, [sp]
        mov     x1, #vector
        b       save
1:      sub     x0, sp, x0
        sub     sp, sp, x0
        msr     TPIDR_EL1, x0
        mov     x0, sp
        add     x0, x0, #FRAME
        msr     TPIDRRO_EL0, x0
        adrp    x0, overflow_stack_end
        add     x0, x0, #:lo12:overflow_stack_end
        sub     sp, x0, #FRAME
        mrs     x0, TPIDR_EL1
        stp     x0, x1, [sp]
        mov     x1, #vector + 16
        b       save
        .set    vector, vector + 1
        .endr

        .balign 128
        .type   save, %function
save:   stp     x2, x3, [sp, #16]
        stp     x4, x5, [sp, #32]
        stp     x6, x7, [sp, #48]
        stp     x8, x9, [sp, #64]
        stp     x10, x11, [sp, #80]
        stp     x12, x13, [sp, #96]
        stp     x14, x15, [sp, #112]
        stp     x16, x17, [sp, #128]
        stp     x18, x19, [sp, #144]
        stp     x20, x21, [sp, #160]
        stp     x22, x23, [sp, #176]
        stp     x24, x25, [sp, #192]
        stp     x26, x27, [sp, #208]
        stp     x28, x29, [sp, #224]
        add     x2, sp, #FRAME
        tbz     x1, #4, 1f
        mrs     x2, TPIDRRO_EL0
1:      stp     x30, x2, [sp, #240]
        mrs     x2, ELR_EL1
        mrs     x3, SPSR_EL1
        stp     x2, x3, [sp, #256]
        mrs     x2, ESR_EL1
        mrs     x3, FAR_EL1
        stp     x2, x3, [sp, #272]
        mov     x0, sp
        bl      take_exception
        ldp     x2, x3, [sp, #256]
        msr     ELR_EL1, x2
        msr     SPSR_EL1, x3
        ldp     x2, x3, [sp, #16]
        ldp     x4, x5, [sp, #32]
        ldp     x6, x7, [sp, #48]
        ldp     x8, x9, [sp, #64]
        ldp     x10, x11, [sp, #80]
        ldp     x12, x13, [sp, #96]
        ldp     x14, x15, [sp, #112]
        ldp     x16, x17, [sp, #128]
        ldp     x18, x19, [sp, #144]
        ldp     x20, x21, [sp, #160]
        ldp     x22, x23, [sp, #176]
        ldp     x24, x25, [sp, #192]
        ldp     x26, x27, [sp, #208]
        ldp     x28, x29, [sp, #224]
        ldr     x30, [sp, #240]
        ldp     x0, x1, [sp]
        add     sp, sp, #FRAME
        eret
        .size   save, . - save

        .section .noinit, "aw", %nobits
        .balign 32768
        .skip   16384                   /* the upper half, so that the test above holds for it too */
overflow_stack:
        .skip   16384
overflow_stack_end:
