/*
 * spin: a steady mix of ALU work, loads and stores, to measure guest instructions per second. Each iteration is ten
 * instructions: one xorshift64 step (13, 7, 17), and one word of a 4 KiB table, picked by it, updated.
 * Argument: iterations in millions, 100 when 0. Prints the checksum, the sum of what the table words became.
 */
#include "realm.inc"

#define TABLE_BYTES     4096

        .section .bss
        .balign 4096
table:  .skip   TABLE_BYTES

        image_start
        cbnz    x19, 1f
        mov     x19, #100
1:      load_imm x9, 1000000
        mul     x20, x19, x9                    /* iterations */
        adr     x21, table
        mov     x9, #TABLE_BYTES
2:      sub     x9, x9, #8
        str     xzr, [x21, x9]
        cbnz    x9, 2b
        load_imm x22, 0x2545F491                /* the generator's state: any seed but 0 */
        mov     x23, #0                         /* checksum */

        .global spin_loop
spin_loop:
        eor     x22, x22, x22, lsl #13
        eor     x22, x22, x22, lsr #7
        eor     x22, x22, x22, lsl #17
        and     x9, x22, #TABLE_BYTES - 8
        ldr     x10, [x21, x9]
        add     x10, x10, x22
        str     x10, [x21, x9]
        add     x23, x23, x10
        subs    x20, x20, #1
        b.ne    spin_loop

        puts    "spin: "
        putdec  x19
        puts    " million iterations, checksum 0x"
        puthex  x23
        puts    "\n"
        exit    STATUS_PASS
