/* The two routines of the copy workload, as a C library without SIMD would have them. */
        .arch   armv8-a
        .text

/* copy_bytes(x0 target, x1 source, x2 bytes): 32 bytes at a time, then 8, then 1. */
        .global copy_bytes
copy_bytes:
        mov     x3, x0
        subs    x2, x2, #32
        b.lo    2f
1:      ldp     x4, x5, [x1], #16
        ldp     x6, x7, [x1], #16
        stp     x4, x5, [x3], #16
        stp     x6, x7, [x3], #16
        subs    x2, x2, #32
        b.hs    1b
2:      add     x2, x2, #32
3:      subs    x2, x2, #8
        b.lo    4f
        ldr     x4, [x1], #8
        str     x4, [x3], #8
        b       3b
4:      adds    x2, x2, #8
        b.eq    6f
5:      ldrb    w4, [x1], #1
        strb    w4, [x3], #1
        subs    x2, x2, #1
        b.ne    5b
6:      ret

/* length_of(x0 string) */
        .global length_of
length_of:
        mov     x1, x0
1:      ldrb    w2, [x1], #1
        cbnz    w2, 1b
        sub     x0, x1, x0
        sub     x0, x0, #1
        ret
