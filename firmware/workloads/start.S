/*
 * Start of every workload: goes down to Non-secure EL1, maps 64 MiB page by page, lets the host emulator's TLB grow, runs
 * the workload, prints "NAME ITERATIONS CHECKSUM" on the PL011, and switches the machine off.
 *
 * Flat image, linked at 0x8800_0000 and entered at its base at EL3, EL2 or EL1, MMU off. The two numbers behind the first
 * branch are its parameters: who starts it overwrites them in the file.
 *
 * It runs on a board with RAM at 0x8800_0000 and a PL011 below 0x4000_0000. PSCI SYSTEM_OFF goes out by HVC; where nobody
 * answers that but this image's own EL2 vectors, the PE waits in WFI for ever.
 */
        .arch   armv8-a

#define SCR_EL3_VALUE   0x531           /* NS, HCE, RW, and bits 4 and 5, which are RES1 */
#define HCR_EL2_RW      (1 << 31)
#define SPSR_EL1H       0x3C5
#define SCTLR_RES1      0x30D00800
#define SCTLR_M_C_I     0x1005

#define TABLE           3               /* descriptor types */
#define PAGE            3
#define BLOCK           1
#define NORMAL          ((1 << 10) | (3 << 8) | (0 << 2))       /* AF, inner shareable, MAIR attribute 0 */
#define DEVICE          ((1 << 10) | (1 << 2) | (1 << 54))      /* AF, MAIR attribute 1, UXN; PXN follows below */
#define PXN             (1 << 53)

/* T0SZ 25: 39 bits, level 1 first; 4 KiB granule, cacheable and shareable walks, no TTBR1, 40-bit addresses */
#define TCR_VALUE       (25 | (1 << 8) | (1 << 10) | (3 << 12) | (1 << 23) | (2 << 32))
#define MAIR_VALUE      0x00FF          /* 0: Normal Write-Back; 1: Device-nGnRnE */

#define BASE            0x88000000
#define MAPPED_PAGES    16384           /* 64 MiB */
#define GROWTH_ROUNDS   14
#define GROWTH_PAGES    4096            /* 16 MiB */
#define HEAP            0x89000000
#define SYSTEM_OFF      0x84000008

        .section .text.start, "ax"
        .global _start
_start: b       enter
        .balign 8
        .global parameters
parameters:
        .quad   1                       /* iterations */
        .quad   0x1C090000              /* address of the PL011 */

enter:  adr     x9, el1
        adr     x10, vectors
        mov     x11, #SPSR_EL1H
        mov     x12, #HCR_EL2_RW
        mrs     x0, CurrentEL
        cmp     x0, #(2 << 2)
        b.lo    el1
        b.eq    el2
        mov     x0, #SCR_EL3_VALUE
        msr     SCR_EL3, x0
        msr     SPSR_EL3, x11
        msr     ELR_EL3, x9
        msr     VBAR_EL2, x10
        msr     HCR_EL2, x12
        isb
        eret
el2:    msr     SPSR_EL2, x11
        msr     ELR_EL2, x9
        msr     VBAR_EL2, x10
        msr     HCR_EL2, x12
        isb
        eret

el1:    ldr     x0, =stack_top
        mov     sp, x0
        adr     x0, vectors
        msr     VBAR_EL1, x0
        bl      map
        bl      grow
        adr     x19, parameters
        ldr     x0, [x19]
        bl      workload
        mov     x2, x0
        ldp     x1, x0, [x19]
        bl      report
        ldr     w0, =SYSTEM_OFF
        hvc     #0
1:      wfi
        b       1b

/* Flat tables: level 1 with one block for devices and one table; level 2; 32 tables of level 3. */
map:    ldr     x0, =level1
        ldr     x1, =(DEVICE | PXN | BLOCK)
        str     x1, [x0]                /* 0 to 1 GiB */
        ldr     x2, =level2
        orr     x1, x2, #TABLE
        str     x1, [x0, #16]           /* 2 to 3 GiB */
        add     x2, x2, #(((BASE >> 21) & 511) * 8)
        ldr     x3, =level3
        orr     x3, x3, #TABLE
        mov     x4, #(MAPPED_PAGES / 512)
1:      str     x3, [x2], #8
        add     x3, x3, #4096
        subs    x4, x4, #1
        b.ne    1b
        ldr     x2, =level3
        ldr     x3, =(BASE | NORMAL | PAGE)
        mov     x4, #MAPPED_PAGES
1:      str     x3, [x2], #8
        add     x3, x3, #4096
        subs    x4, x4, #1
        b.ne    1b
        ldr     x1, =TCR_VALUE
        msr     TCR_EL1, x1
        mov     x1, #MAIR_VALUE
        msr     MAIR_EL1, x1
        msr     TTBR0_EL1, x0
        dsb     sy
        isb
        ldr     x1, =(SCTLR_RES1 | SCTLR_M_C_I)
        msr     SCTLR_EL1, x1
        isb
        ret

/* QEMU's TLB starts small and is resized only when it is flushed: software that never flushes would run with the small one for ever. */
grow:   mov     x0, #GROWTH_ROUNDS
1:      ldr     x1, =HEAP
        mov     x2, #GROWTH_PAGES
2:      ldr     x3, [x1]
        add     x1, x1, #4096
        subs    x2, x2, #1
        b.ne    2b
        tlbi    vmalle1
        dsb     sy
        isb
        subs    x0, x0, #1
        b.ne    1b
        ret

/* A workload may bring its own handler for a synchronous exception from EL1. */
        .weak   handler
handler:
        b       handler

        .balign 2048
vectors:
        .skip   0x200
        b       handler                 /* 0x200: current level, SP_ELx, synchronous */
        .balign 0x200
1:      wfi                             /* 0x400: lower level, synchronous; at EL2: SYSTEM_OFF */
        b       1b
        .balign 0x400

        .bss
        .balign 4096
level1: .skip   4096
level2: .skip   4096
level3: .skip   (MAPPED_PAGES * 8)
        .skip   65536
stack_top:
