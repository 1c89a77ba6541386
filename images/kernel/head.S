/*
 * The head of a kernel-like image: the 64-byte header of an arm64 Image, whose first word is also the first instruction, a stack, and the
 * call of kernel_main with the registers as the loader left them.
 *
 * Linux, "Booting AArch64 Linux", section 4 "Call the kernel image".
 */
        .section .text.head, "ax"
        .global _start
_start:
        b       begin                           /* code0 */
        .long   0                               /* code1 */
        .quad   kernel_text_offset              /* from a 2 MiB boundary */
        .quad   kernel_image_size               /* the file and what it needs behind it */
        .quad   0b0010                          /* little-endian, 4 KiB pages, near the beginning of RAM */
        .quad   0, 0, 0
        .ascii  "ARM\x64"
        .long   0

begin:
        adr     x9, vectors
        msr     VBAR_EL1, x9
        isb
        adrp    x9, stack_top
        mov     sp, x9
        adrp    x9, bss_start
        add     x9, x9, :lo12:bss_start
        adrp    x10, bss_end
        add     x10, x10, :lo12:bss_end
1:      cmp     x9, x10
        b.hs    2f
        str     xzr, [x9], #8
        b       1b
2:      adr     x4, _start
        bl      kernel_main                     /* does not return */

/* kernel_smc(x0, x1, ...), kernel_hvc(x0, x1, ...): what came back in X0. */
        .global kernel_smc, kernel_hvc
kernel_smc:
        smc     #0
        ret
kernel_hvc:
        hvc     #0
        ret

        .balign 2048
vectors:
        .rept   16
        .balign 128
        b       kernel_exception
        .endr
