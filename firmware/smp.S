/*
 * smp: native Non-secure EL2 firmware that runs on all PEs of a board, under whatever answers PSCI at EL3.
 * Flat image, linked at 0x8800_0000 and entered at its base at NS-EL2, MMU off: x0 = number of PEs, x1 = rounds of each count.
 *
 * The first PE turns the others on, twice. Each time all of them turn their MMU on over one table and then
 *   - count in a plain doubleword under a lock of load-acquire exclusive and store exclusive, sleeping in WFE while it is taken;
 *   - count in another one by LDADDAL;
 *   - read through an address that the first PE then maps elsewhere: break, TLBI VAE2IS, make; the others invalidate nothing;
 * and the others turn themselves off, which the first PE waits for by AFFINITY_INFO.
 *
 * Result block at base + 0x2000 (doublewords):
 *   +0x00  the bytes "NS-SMP" and two zero bytes
 *   +0x08  outcome, written last: 0 running, 1 all is as it should be, else the number of the step that failed
 *   +0x10  what the failing step found
 *   +0x18  counter under the lock        +0x20  counter of LDADDAL
 *   +0x28  PEs that read the old mapping, +0x30  PEs that read the new one, summed over both times
 * At the end the first PE calls SYSTEM_OFF.
 */
#define RESULT_OUTCOME  0x08
#define RESULT_FOUND    0x10
#define RESULT_LOCKED   0x18
#define RESULT_ADDED    0x20
#define RESULT_OLD      0x28
#define RESULT_NEW      0x30

#define PSCI_CPU_ON             0xC4000003
#define PSCI_CPU_OFF            0x84000002
#define PSCI_AFFINITY_INFO      0xC4000004
#define PSCI_SYSTEM_OFF         0x84000008
#define PSCI_ALREADY_ON         -4

        .arch   armv8.1-a
        .section .text, "ax"
        .global _start
_start:
        mov     x27, x0                         /* PEs */
        mov     x28, x1                         /* rounds */
        adr     x20, result
        adr     x21, shared
        stp     x27, x28, [x21, #pe_count - shared]
        bl      build_table
        bl      mmu_on
        mov     x19, #2                         /* times */

again:  str     xzr, [x21, #arrived - shared]
        str     xzr, [x21, #remapped - shared]
        str     xzr, [x21, #finished - shared]
        mov     x22, #1                         /* turn the others on */
on:     cmp     x22, x27
        b.hs    all_on
        mov     x0, x22
        bl      mpidr_of
        mov     x1, x0
        ldr     w0, =PSCI_CPU_ON
        adr     x2, secondary
        mov     x3, x22
        smc     #0
        mov     x10, #2
        cbnz    x0, failed
        add     x22, x22, #1
        b       on

all_on: bl      count
        sub     x1, x27, #1
        add     x0, x21, #arrived - shared      /* each has read through the probe and has the translation cached */
        bl      wait_until
        adrp    x9, table
        ldr     x10, =0x8C0000701               /* probe: 0x8_C000_0000 instead of 0x8_8000_0000 */
        str     xzr, [x9, #4 * 8]
        dsb     ishst
        ldr     x11, =0x100000000 >> 12
        tlbi    vae2is, x11
        dsb     ish
        str     x10, [x9, #4 * 8]
        dsb     ishst
        isb
        mov     x10, #1
        add     x9, x21, #remapped - shared
        stlr    x10, [x9]
        sev
        sub     x1, x27, #1
        add     x0, x21, #finished - shared
        bl      wait_until

        mov     x22, #1                         /* all others go off by themselves */
off:    cmp     x22, x27
        b.hs    all_off
        mov     x0, x22
        bl      mpidr_of
        mov     x23, x0
poll:   ldr     w0, =PSCI_AFFINITY_INFO
        mov     x1, x23
        mov     x2, #0
        smc     #0
        cbz     x0, poll
        cmp     x0, #1
        mov     x10, #3
        b.ne    failed
        add     x22, x22, #1
        b       off
all_off:
        adrp    x9, table                       /* the probe as it was, for the next time */
        ldr     x10, =0x880000701
        str     x10, [x9, #4 * 8]
        dsb     ishst
        tlbi    alle2is
        dsb     ish
        isb
        subs    x19, x19, #1
        b.ne    again

        mrs     x1, mpidr_el1                   /* the caller is on */
        and     x1, x1, #0xFFFFFF
        ldr     w0, =PSCI_CPU_ON
        adr     x2, secondary
        mov     x3, #0
        smc     #0
        mov     x10, #4
        cmn     x0, #4
        b.ne    failed
        mul     x11, x27, x28
        lsl     x11, x11, #1
        mov     x10, #5
        ldr     x0, [x20, #RESULT_LOCKED]
        cmp     x0, x11
        b.ne    failed
        mov     x10, #6
        ldr     x0, [x20, #RESULT_ADDED]
        cmp     x0, x11
        b.ne    failed
        mov     x10, #1
        b       finish
failed: str     x0, [x20, #RESULT_FOUND]
finish: dsb     sy
        str     x10, [x20, #RESULT_OUTCOME]
        dsb     sy
        ldr     w0, =PSCI_SYSTEM_OFF
        smc     #0
        b       .

secondary:                                      /* x0 = PE number */
        mov     x26, x0
        adr     x20, result
        adr     x21, shared
        ldp     x27, x28, [x21, #pe_count - shared]
        bl      mmu_on
        mrs     x0, mpidr_el1
        and     x23, x0, #0xFFFFFF
        mov     x0, x26
        bl      mpidr_of
        cmp     x0, x23
        mov     x10, #7
        b.ne    failed
        ldr     x24, =0x100000000
        ldr     x9, [x24]
        adr     x10, old_value
        ldr     x10, [x10]
        cmp     x9, x10
        cset    x9, eq
        add     x10, x20, #RESULT_OLD
        ldaddal x9, x9, [x10]
        mov     x9, #1
        add     x10, x21, #arrived - shared
        ldaddal x9, x9, [x10]
        sev
        bl      count
        mov     x1, #1
        add     x0, x21, #remapped - shared
        bl      wait_until
        ldr     x9, [x24]
        adr     x10, new_value
        ldr     x10, [x10]
        cmp     x9, x10
        cset    x9, eq
        add     x10, x20, #RESULT_NEW
        ldaddal x9, x9, [x10]
        mov     x9, #1
        add     x10, x21, #finished - shared
        ldaddal x9, x9, [x10]
        sev
        ldr     w0, =PSCI_CPU_OFF
        smc     #0
        mov     x10, #8                         /* it came back */
        b       failed

/* x0 = PE number; affinity of the board: four PEs to a cluster, Aff1 the PE, Aff2 the cluster */
mpidr_of:
        and     x9, x0, #3
        lsr     x0, x0, #2
        lsl     x0, x0, #16
        orr     x0, x0, x9, lsl #8
        ret

/* waits in WFE until the doubleword at x0 is x1 */
wait_until:
        sevl
1:      wfe
        ldaxr   x9, [x0]
        cmp     x9, x1
        b.ne    1b
        clrex
        ret

/* x28 rounds of both counters */
count:  mov     x13, x28
        adr     x14, lock
        add     x15, x20, #RESULT_ADDED
        mov     x12, #1
1:      sevl
2:      wfe
        ldaxr   w9, [x14]
        cbnz    w9, 2b
        stxr    w9, w12, [x14]
        cbnz    w9, 1b
        ldr     x9, [x20, #RESULT_LOCKED]
        add     x9, x9, #1
        str     x9, [x20, #RESULT_LOCKED]
        stlr    wzr, [x14]
        ldaddal x12, x9, [x15]
        subs    x13, x13, #1
        b.ne    1b
        ret

/* One level 1 table of 1 GiB blocks: memory as it is, devices not at all, and the probe at 0x1_0000_0000. */
build_table:
        adrp    x9, table
        ldr     x10, =0x80000701                /* AF, inner shareable, index 0, block */
        str     x10, [x9, #2 * 8]
        ldr     x11, =0xC0000701
        str     x11, [x9, #3 * 8]
        ldr     x11, =0x880000701
        str     x11, [x9, #4 * 8]
        ldr     x11, =0x880000000
        adr     x10, old_value
        ldr     x10, [x10]
        str     x10, [x11]
        ldr     x11, =0x8C0000000
        adr     x10, new_value
        ldr     x10, [x10]
        str     x10, [x11]
        dsb     sy
        ret

mmu_on: adrp    x9, table
        msr     ttbr0_el2, x9
        mov     x10, #0xFF
        msr     mair_el2, x10
        ldr     x10, =0x80823519                /* T0SZ 25, write-back, inner shareable, 4 KiB, PS 40 bits */
        msr     tcr_el2, x10
        isb
        tlbi    alle2
        dsb     sy
        isb
        mrs     x10, sctlr_el2
        orr     x10, x10, #1
        orr     x10, x10, #4
        msr     sctlr_el2, x10
        isb
        ret

        .ltorg
        .balign 8
old_value:
        .quad   0x0DD0DD0DD
new_value:
        .quad   0x4E4E4E4E

        .balign 64
lock:   .quad   0
        .balign 64
shared:
pe_count:
        .quad   0, 0
arrived:
        .quad   0
remapped:
        .quad   0
finished:
        .quad   0

        .balign 0x1000
table:  .fill   512, 8, 0
result: .ascii  "NS-SMP\0\0"
        .fill   63, 8, 0
