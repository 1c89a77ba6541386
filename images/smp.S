/*
 * smp: turns on every REC that the realm has, has all of them count under locks, and turns them off again; twice.
 * Argument: rounds of each count, 100 when 0.
 *
 * Each REC counts in three doublewords: one under a lock made of load-acquire exclusive and store exclusive, one under a lock made
 * of CASAL, one by LDADDAL. What PSCI answers about RECs that are on, off or not there is checked on the way.
 */
#include "realm.inc"

#define PSCI_CPU_OFF            0x84000002
#define PSCI_CPU_ON             0xC4000003
#define PSCI_AFFINITY_INFO      0xC4000004
#define PSCI_INVALID_PARAMETERS -2
#define PSCI_ALREADY_ON         -4
#define AFFINITY_ON             0
#define AFFINITY_OFF            1
#define MOST_RECS               8

        .arch   armv8.1-a

        .section .data
        .balign 64
exclusive_lock:
        .quad   0
        .balign 64
compare_lock:
        .quad   0
        .balign 64
by_exclusive:
        .quad   0
by_compare:
        .quad   0
by_atomic:
        .quad   0
        .balign 64
arrived:                                        /* RECs that have come to life, by bit */
        .quad   0
finished:                                       /* RECs that have counted */
        .quad   0
rounds: .quad   0

.macro psci function
        load_imm x0, \function
        smc     #0
.endm

        image_start
        cbnz    x19, 1f
        mov     x19, #100
1:      adr     x9, rounds
        str     x19, [x9]
        mov     x27, #2                         /* times */

again:  adr     x9, arrived
        mov     x10, #1
        str     x10, [x9]
        adr     x9, finished
        str     xzr, [x9]
        mov     x26, #1                         /* RECs so far, this one among them */
turn_on:
        cmp     x26, #MOST_RECS
        b.hs    all_on
        mov     x1, x26
        adr     x2, secondary
        mov     x3, x26
        psci    PSCI_CPU_ON
        cmn     x0, #2
        b.eq    all_on                          /* there are no more */
        cbnz    x0, unexpected
        add     x26, x26, #1
        b       turn_on

all_on: bl      count
        mov     x1, x26
        adr     x0, finished
        bl      wait_until

        mov     x25, #1                         /* each of the others turns itself off */
1:      cmp     x25, x26
        b.hs    3f
2:      mov     x1, x25
        mov     x2, #0
        psci    PSCI_AFFINITY_INFO
        cmp     x0, #AFFINITY_ON
        b.eq    2b
        cmp     x0, #AFFINITY_OFF
        b.ne    unexpected
        add     x25, x25, #1
        b       1b
3:      adr     x9, arrived
        ldr     x20, [x9]
        mov     x10, #1
        lsl     x10, x10, x26
        sub     x10, x10, #1
        cmp     x20, x10
        b.ne    wrong_recs
        subs    x27, x27, #1
        b.ne    again

        mrs     x1, MPIDR_EL1                   /* the caller is on */
        and     x1, x1, #0xFF
        mov     x20, x1
        adr     x2, secondary
        psci    PSCI_CPU_ON
        cmn     x0, #4
        b.ne    unexpected
        mov     x1, x20
        mov     x2, #0
        psci    PSCI_AFFINITY_INFO
        cbnz    x0, unexpected
        mov     x1, #MOST_RECS                  /* nobody is there */
        mov     x2, #0
        psci    PSCI_AFFINITY_INFO
        cmn     x0, #2
        b.ne    unexpected

        mul     x21, x26, x19
        lsl     x21, x21, #1
        adr     x9, by_exclusive
        ldr     x20, [x9]
        cmp     x20, x21
        b.ne    wrong_count
        adr     x9, by_compare
        ldr     x20, [x9]
        cmp     x20, x21
        b.ne    wrong_count
        adr     x9, by_atomic
        ldr     x20, [x9]
        cmp     x20, x21
        b.ne    wrong_count
        putdec  x26
        puts    " RECs counted to "
        putdec  x21
        puts    " in three ways\n"
        exit    STATUS_PASS

secondary:                                      /* x0 = number of the REC */
        adr     x9, realm_vectors
        msr     VBAR_EL1, x9
        isb
        mrs     x10, MPIDR_EL1
        and     x10, x10, #0xFF
        mov     x11, #1
        lsl     x11, x11, x10                   /* by its own number: a REC in another's place is found out */
        cmp     x10, x0
        csel    x11, x11, xzr, eq
        adr     x9, arrived
        ldsetal x11, x11, [x9]
        adr     x9, rounds
        ldr     x19, [x9]
        bl      count
        psci    PSCI_CPU_OFF
        b       unexpected

/* x0 = address, x1 = what its doubleword is to become: sleeps until it is. */
wait_until:
        sevl
1:      wfe
        ldaxr   x9, [x0]
        cmp     x9, x1
        b.ne    1b
        clrex
        ret

/* x19 rounds of all three counts. */
count:  mov     x13, x19
        adr     x14, exclusive_lock
        adr     x15, compare_lock
        adr     x16, by_exclusive
        mov     x12, #1
1:      sevl
2:      wfe
        ldaxr   x9, [x14]
        cbnz    x9, 2b
        stxr    w9, x12, [x14]
        cbnz    w9, 1b
        ldr     x9, [x16]
        add     x9, x9, #1
        str     x9, [x16]
        stlr    xzr, [x14]
3:      mov     x9, #0
        casal   x9, x12, [x15]
        cbnz    x9, 3b
        ldr     x9, [x16, #8]
        add     x9, x9, #1
        str     x9, [x16, #8]
        stlr    xzr, [x15]
        add     x10, x16, #16
        ldaddal x12, x9, [x10]
        subs    x13, x13, #1
        b.ne    1b
        adr     x10, finished
        ldaddal x12, x9, [x10]
        sev
        ret

wrong_count:
        puts    "a count came to "
        putdec  x20
        puts    " and not to "
        putdec  x21
        puts    "\n"
        exit    STATUS_FAIL
wrong_recs:
        puts    "RECs by bit: 0x"
        puthex  x20, 2
        puts    ", turned on: "
        putdec  x26
        puts    "\n"
        exit    STATUS_FAIL
unexpected:
        mov     x20, x0
        puts    "PSCI answered 0x"
        puthex  x20
        puts    "\n"
        exit    STATUS_FAIL
