/* calls: fib(20) by recursion: BL, RET, and a frame of two register pairs for each call. */
        .arch   armv8-a

        .section .rodata
        .global workload_name
workload_name:
        .asciz  "calls"

        .text
        .global workload
workload:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        mov     x19, x0
        mov     x20, #0
1:      mov     x0, #20
        bl      fib
        add     x20, x0, x20, lsl #1
        subs    x19, x19, #1
        b.ne    1b
        mov     x0, x20
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

fib:    cmp     x0, #2
        b.lo    1f
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        mov     x19, x0
        sub     x0, x0, #1
        bl      fib
        mov     x20, x0
        sub     x0, x19, #2
        bl      fib
        add     x0, x0, x20
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
1:      ret
