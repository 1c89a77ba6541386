/* tlbi: TLBI VMALLE1, then one load from each of 64 pages. */
        .arch   armv8-a

#define HEAP    0x89000000
#define PAGES   64

        .section .rodata
        .global workload_name
workload_name:
        .asciz  "tlbi"

        .text
        .global workload
workload:
        mov     x10, x0
        mov     x0, #0
        ldr     x5, =HEAP
        mov     x1, x5
        mov     x2, #PAGES
1:      str     x2, [x1]
        add     x1, x1, #4096
        subs    x2, x2, #1
        b.ne    1b
2:      tlbi    vmalle1
        dsb     nsh
        isb
        mov     x1, x5
        mov     x2, #PAGES
3:      ldr     x3, [x1]
        add     x1, x1, #4096
        add     x0, x0, x3
        subs    x2, x2, #1
        b.ne    3b
        ror     x0, x0, #1
        subs    x10, x10, #1
        b.ne    2b
        ret
