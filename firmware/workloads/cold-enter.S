/* enter_cold(x0 code, x1 data): the generated code uses x0 to x5, and returns by x30. */
        .arch   armv8-a
        .text
        .global enter_cold
enter_cold:
        stp     x29, x30, [sp, #-16]!
        mov     x6, x0
        mov     x4, x1
        mov     x0, #0
        mov     x1, #1
        blr     x6
        eor     x0, x0, x1
        ldp     x29, x30, [sp], #16
        ret
