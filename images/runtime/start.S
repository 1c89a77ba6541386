/*
 * Where an image in C begins: entered at R-EL1 (EL1 of a virtual machine) with the MMU off, x0 = IPA of a device tree or 0,
 * x1 = the argument. Other virtual CPUs come in at secondary_entry with x0 = their number.
 */
        .section .text.start, "ax"
        .global _start
        .type   _start, %function
_start: adrp    x9, vectors
        add     x9, x9, :lo12:vectors
        msr     VBAR_EL1, x9
        isb
        adrp    x10, stacks_end - 7 * 32768     /* the first CPU's stack is the lowest */
        mov     sp, x10
        mov     x19, x0
        mov     x20, x1
        adrp    x9, bss_start
        adrp    x10, bss_end
1:      cmp     x9, x10
        b.hs    2f
        stp     xzr, xzr, [x9], #16
        b       1b
2:      mov     x29, xzr
        mov     x30, xzr
        mov     x0, x19
        mov     x1, x20
        bl      start_image
        b       .
        .size   _start, . - _start

        .global secondary_entry
        .type   secondary_entry, %function
secondary_entry:
        adrp    x9, vectors
        add     x9, x9, :lo12:vectors
        msr     VBAR_EL1, x9
        isb
        mov     x19, x0
        adrp    x10, stacks
        add     x9, x0, #1
        add     x10, x10, x9, lsl #15
        mov     sp, x10
        mov     x29, xzr
        mov     x30, xzr
        mov     x0, x19
        bl      start_secondary
        b       .
        .size   secondary_entry, . - secondary_entry

/* Turns the MMU on for this PE: x0 = TTBR0_EL1, x1 = TCR_EL1, x2 = MAIR_EL1. */
        .global enable_mmu
        .type   enable_mmu, %function
enable_mmu:
        msr     MAIR_EL1, x2
        msr     TCR_EL1, x1
        msr     TTBR0_EL1, x0
        dsb     ish
        tlbi    vmalle1
        dsb     ish
        isb
        mrs     x9, SCTLR_EL1
        movz    x10, #0x1005                    /* M, C, I */
        orr     x9, x9, x10
        msr     SCTLR_EL1, x9
        isb
        tlbi    vmalle1                         /* what the addresses meant while the MMU was off */
        dsb     ish
        isb
        ret
        .size   enable_mmu, . - enable_mmu

        .section .noinit, "aw", %nobits
        .balign 32768
        .global stacks, stacks_end
stacks: .skip   8 * 32768
stacks_end:
