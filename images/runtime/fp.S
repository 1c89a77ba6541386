/*
 * FP and SIMD registers, for images that enable them: fp_save(to) and fp_load(from) move Q0 to Q31, FPCR and FPSR (528 bytes);
 * fp_fill(seed) gives each Q register and the rounding mode a value of its own, fp_differs(seed) is 0 while all of them have it.
 */
        .text
        .global fp_save
        .type   fp_save, %function
fp_save:
        .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
        str     q\n, [x0, #16 * \n]
        .endr
        mrs     x1, FPCR
        mrs     x2, FPSR
        add     x0, x0, #512
        stp     x1, x2, [x0]
        ret
        .global fp_load
        .type   fp_load, %function
fp_load:
        .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
        ldr     q\n, [x0, #16 * \n]
        .endr
        add     x0, x0, #512
        ldp     x1, x2, [x0]
        msr     FPCR, x1
        msr     FPSR, x2
        ret
        .global fp_fill
        .type   fp_fill, %function
fp_fill:
        .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
        add     x1, x0, #\n
        mvn     x2, x1
        fmov    d\n, x1
        fmov    v\n\().d[1], x2
        .endr
        and     x1, x0, #3
        lsl     x1, x1, #22
        msr     FPCR, x1
        ret
        .global fp_differs
        .type   fp_differs, %function
fp_differs:
        mov     x3, #0
        .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
        add     x1, x0, #\n
        fmov    x2, d\n
        eor     x2, x2, x1
        orr     x3, x3, x2
        fmov    x2, v\n\().d[1]
        mvn     x1, x1
        eor     x2, x2, x1
        orr     x3, x3, x2
        .endr
        and     x1, x0, #3
        lsl     x1, x1, #22
        mrs     x2, FPCR
        eor     x2, x2, x1
        orr     x0, x3, x2
        ret
