/*
 * mmio: emulated device accesses of every size, sign, addressing mode and register, XZR included; and those that have no syndrome and
 * cannot be emulated: pairs, write-back, exclusives, atomics, SIMD, DC ZVA. A realm gets an external abort for each of them.
 * The device is the GIC's distributor: priorities take accesses of one, two and four bytes, routes take eight.
 */
#include "runtime.h"
#include "gic.h"
#include "mmu.h"

#define PRIORITIES      0x440           /* GICD_IPRIORITYR of SPIs 64 and up */
#define ROUTE           0x6200          /* GICD_IROUTER of SPI 64 */
#define NORMAL_ALIAS    0x4000000000UL  /* the distributor again, as memory: for what Device memory refuses before stage 2 */

/* Loads: x0 = address, x0 = what the register holds afterwards. Stores: x1 = value. */
#define LEAF(name, ...) u64 name(u64, u64); __asm__(".pushsection .text." #name ", \"ax\"\n" #name ":\n" __VA_ARGS__ "\n\tret\n\t.popsection\n")

LEAF(load_b, "ldrb w0, [x0]");
LEAF(load_h, "ldrh w0, [x0]");
LEAF(load_w, "ldr w0, [x0]");
LEAF(load_x, "ldr x0, [x0]");
LEAF(load_sb_w, "ldrsb w0, [x0]");
LEAF(load_sb_x, "ldrsb x0, [x0]");
LEAF(load_sh_w, "ldrsh w0, [x0]");
LEAF(load_sh_x, "ldrsh x0, [x0]");
LEAF(load_sw_x, "ldrsw x0, [x0]");
LEAF(load_offset, "sub x0, x0, #16\n\tldr w0, [x0, #16]");
LEAF(load_unscaled, "add x0, x0, #3\n\tldur w0, [x0, #-3]");
LEAF(load_register, "mov x9, #5\n\tsub x0, x0, #20\n\tldr w0, [x0, x9, lsl #2]");
LEAF(load_extended, "mov w9, #-8\n\tadd x0, x0, #8\n\tldr w0, [x0, w9, sxtw]");
LEAF(load_acquire_b, "ldarb w0, [x0]");
LEAF(load_acquire_h, "ldarh w0, [x0]");
LEAF(load_acquire_w, "ldar w0, [x0]");
LEAF(load_acquire_x, "ldar x0, [x0]");
LEAF(load_rcpc, "ldapr w0, [x0]");
LEAF(load_zero, "ldr wzr, [x0]\n\tmov x0, xzr");
LEAF(store_b, "strb w1, [x0]");
LEAF(store_h, "strh w1, [x0]");
LEAF(store_w, "str w1, [x0]");
LEAF(store_x, "str x1, [x0]");
LEAF(store_offset, "sub x0, x0, #16\n\tstr w1, [x0, #16]");
LEAF(store_register, "mov x9, #5\n\tsub x0, x0, #20\n\tstr w1, [x0, x9, lsl #2]");
LEAF(store_release_b, "stlrb w1, [x0]");
LEAF(store_release_h, "stlrh w1, [x0]");
LEAF(store_release_w, "stlr w1, [x0]");
LEAF(store_release_x, "stlr x1, [x0]");
LEAF(store_zero_b, "strb wzr, [x0]");
LEAF(store_zero_h, "strh wzr, [x0]");
LEAF(store_zero_w, "str wzr, [x0]");
LEAF(store_zero_x, "str xzr, [x0]");

/* A load into and a store from each register, in tables. The address is in X9, or X10 where X9 is the register. */
__asm__(
    "       .text\n"
    "       .macro keep_all\n"
    "       stp     x29, x30, [sp, #-112]!\n"
    "       stp     x19, x20, [sp, #16]\n"
    "       stp     x21, x22, [sp, #32]\n"
    "       stp     x23, x24, [sp, #48]\n"
    "       stp     x25, x26, [sp, #64]\n"
    "       stp     x27, x28, [sp, #80]\n"
    "       str     x18, [sp, #96]\n"
    "       .endm\n"
    "       .macro take_all\n"
    "       ldr     x18, [sp, #96]\n"
    "       ldp     x27, x28, [sp, #80]\n"
    "       ldp     x25, x26, [sp, #64]\n"
    "       ldp     x23, x24, [sp, #48]\n"
    "       ldp     x21, x22, [sp, #32]\n"
    "       ldp     x19, x20, [sp, #16]\n"
    "       ldp     x29, x30, [sp], #112\n"
    "       ret\n"
    "       .endm\n"
    "       .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30\n"
    "       .if     \\n == 9\n"
    "       .set    base, 10\n"
    "       .else\n"
    "       .set    base, 9\n"
    "       .endif\n"
    "load_into_\\n:\n"
    "       keep_all\n"
    "       .if     \\n == 9\n"
    "       mov     x10, x0\n"
    "       ldrsh   x\\n, [x10]\n"
    "       .else\n"
    "       mov     x9, x0\n"
    "       ldrsh   x\\n, [x9]\n"
    "       .endif\n"
    "       mov     x0, x\\n\n"
    "       take_all\n"
    "store_from_\\n:\n"
    "       keep_all\n"
    "       .if     \\n == 9\n"
    "       mov     x10, x0\n"
    "       mov     x\\n, x1\n"
    "       str     w\\n, [x10]\n"
    "       .else\n"
    "       mov     x9, x0\n"
    "       mov     x\\n, x1\n"
    "       str     w\\n, [x9]\n"
    "       .endif\n"
    "       take_all\n"
    "       .endr\n"
    "       .section .rodata\n"
    "       .balign 8\n"
    "loads_into:\n"
    "       .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30\n"
    "       .quad   load_into_\\n\n"
    "       .endr\n"
    "stores_from:\n"
    "       .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30\n"
    "       .quad   store_from_\\n\n"
    "       .endr\n"
    "       .text\n");
extern const probe_function loads_into[31], stores_from[31];

/* What has no syndrome. Each is a leaf: the handler goes on at its caller. */
LEAF(pair_load, "ldp w1, w2, [x0]");
LEAF(pair_store, "stp w1, w1, [x0]");
LEAF(pair_load_x, "ldp x1, x2, [x0]");
LEAF(pair_load_signed, "ldpsw x1, x2, [x0]");
LEAF(post_load, "ldr w1, [x0], #4");
LEAF(post_store, "str w1, [x0], #4");
LEAF(pre_load, "ldr w1, [x0, #0]!");
LEAF(pre_store, "strb w1, [x0, #0]!");
LEAF(exclusive_load, "ldxr w1, [x0]");
LEAF(acquire_exclusive_load, "ldaxr x1, [x0]");
LEAF(atomic_add, "ldadd w1, w2, [x0]");
LEAF(atomic_swap, "swpal x1, x2, [x0]");
LEAF(compare_swap, "cas w1, w2, [x0]");
LEAF(vector_load, "ldr q0, [x0]");
LEAF(vector_store, "str d0, [x0]");
LEAF(structure_load, "ld1 {v0.4s}, [x0]");
LEAF(zero_block, "dc zva, x0");

static const struct { const char *name; probe_function function; int as_memory, is_write; } unsupported[] = {
    { "LDP", pair_load, 0, 0 }, { "STP", pair_store, 0, 1 }, { "LDP of doublewords", pair_load_x, 0, 0 }, { "LDPSW", pair_load_signed, 0, 0 },
    { "LDR post-index", post_load, 0, 0 }, { "STR post-index", post_store, 0, 1 }, { "LDR pre-index", pre_load, 0, 0 },
    { "STRB pre-index", pre_store, 0, 1 }, { "LDR of a Q register", vector_load, 0, 0 }, { "STR of a D register", vector_store, 0, 1 },
    { "LD1", structure_load, 0, 0 }, { "LDXR", exclusive_load, 1, 0 }, { "LDAXR", acquire_exclusive_load, 1, 0 },
    { "LDADD", atomic_add, 1, -1 }, { "SWPAL", atomic_swap, 1, -1 }, { "CAS", compare_swap, 1, -1 }, { "DC ZVA", zero_block, 1, 1 },
};

static u64 priorities, route;

static void loads(const char *what, probe_function function, u64 address, u64 expected)
{
    u64 value = function(address, 0);
    require(value == expected, "%s gives %p, not %p", what, (void *)value, (void *)expected);
}

static void check_loads(void)
{
    store_w(priorities, 0xF0E8D8B0);            /* the low three bits of a priority are not there */
    loads("LDRB", load_b, priorities + 3, 0xF0);
    loads("LDRB", load_b, priorities, 0xB0);
    loads("LDRH", load_h, priorities + 2, 0xF0E8);
    loads("LDR W", load_w, priorities, 0xF0E8D8B0);
    check(1, "LDRB, LDRH, LDR: zero-extended");
    loads("LDRSB W", load_sb_w, priorities + 1, 0xFFFFFFD8);
    loads("LDRSB X", load_sb_x, priorities + 1, 0xFFFFFFFFFFFFFFD8);
    loads("LDRSH W", load_sh_w, priorities, 0xFFFFD8B0);
    loads("LDRSH X", load_sh_x, priorities, 0xFFFFFFFFFFFFD8B0);
    loads("LDRSW", load_sw_x, priorities, 0xFFFFFFFFF0E8D8B0);
    check(1, "LDRSB, LDRSH, LDRSW: sign-extended, to 32 bits and to 64");
    loads("LDR with an offset", load_offset, priorities, 0xF0E8D8B0);
    loads("LDUR", load_unscaled, priorities, 0xF0E8D8B0);
    loads("LDR with a register", load_register, priorities, 0xF0E8D8B0);
    loads("LDR with SXTW", load_extended, priorities, 0xF0E8D8B0);
    check(1, "offsets: immediate, unscaled, register, extended register");
    loads("LDARB", load_acquire_b, priorities + 1, 0xD8);
    loads("LDARH", load_acquire_h, priorities + 2, 0xF0E8);
    loads("LDAR", load_acquire_w, priorities, 0xF0E8D8B0);
    loads("LDAPR", load_rcpc, priorities, 0xF0E8D8B0);
    check(1, "LDAR, LDAPR");
    loads("LDR WZR", load_zero, priorities, 0);
    check(1, "LDR WZR: read and forgotten");
}

static void stores(const char *what, probe_function function, u64 address, u64 value, u64 expected)
{
    store_w(priorities, 0xF8F8F8F8);
    function(address, value);
    u64 found = load_w(priorities, 0);
    require(found == expected, "%s leaves %lx, not %lx", what, found, expected);
}

static void check_stores(void)
{
    stores("STRB", store_b, priorities + 2, 0xFFFFFFFFFFFFFF10, 0xF810F8F8);
    stores("STRH", store_h, priorities, 0xFFFFFFFFFFFF2810, 0xF8F82810);
    stores("STR W", store_w, priorities, 0xFFFFFFFF40302010, 0x40302010);
    stores("STR with an offset", store_offset, priorities, 0x40302010, 0x40302010);
    stores("STR with a register", store_register, priorities, 0x40302010, 0x40302010);
    stores("STLRB", store_release_b, priorities + 3, 0x10, 0x10F8F8F8);
    stores("STLRH", store_release_h, priorities + 2, 0x2010, 0x2010F8F8);
    stores("STLR", store_release_w, priorities, 0x40302010, 0x40302010);
    check(1, "STRB, STRH, STR, STLR: no more than their size");
    stores("STRB WZR", store_zero_b, priorities + 1, ~0UL, 0xF8F800F8);
    stores("STRH WZR", store_zero_h, priorities + 2, ~0UL, 0x0000F8F8);
    stores("STR WZR", store_zero_w, priorities, ~0UL, 0);
    check(1, "STRB, STRH and STR of WZR write zero");
}

static void check_doublewords(void)
{
    store_x(route, 0x0000005500332211);
    loads("LDR X", load_x, route, 0x0000005500332211);
    loads("LDAR X", load_acquire_x, route, 0x0000005500332211);
    loads("LDR W of the low half", load_w, route, 0x00332211);
    loads("LDR W of the high half", load_w, route + 4, 0x55);
    store_release_x(route, 0x0000000100020304);
    loads("LDR X", load_x, route, 0x0000000100020304);
    store_zero_x(route, 0);
    loads("LDR X", load_x, route, 0);
    check(1, "LDR, LDAR, STR, STLR of eight bytes, and STR XZR");
}

static void check_registers(void)
{
    for (u32 n = 0; n < LENGTH(loads_into); n++) {
        u64 value = (n + 1) * 8;
        stores_from[n](priorities, value << 24 | 0xD8B0);
        require(load_w(priorities, 0) == (value << 24 | 0xD8B0), "STR of W%u writes %lx", n, load_w(priorities, 0));
        require(loads_into[n](priorities, 0) == 0xFFFFFFFFFFFFD8B0, "LDRSH of X%u gives %lx", n, loads_into[n](priorities, 0));
    }
    check(1, "every register from X0 to X30, both ways");
}

static void check_unsupported(void)
{
    fp_on();
    for (u32 i = 0; i < LENGTH(unsupported); i++) {
        store_w(priorities, 0x10203040);
        u64 address = unsupported[i].as_memory ? NORMAL_ALIAS + PRIORITIES : priorities;
        probe(unsupported[i].function, address, 0xFFFFFFFF);
        require(fault.taken, "%s is not refused", unsupported[i].name);
        int fits = ESR_EC(fault.esr) == EC_DATA && ESR_FSC(fault.esr) == FSC_EXTERNAL && fault.esr & ESR_EA && fault.far == address
            && (unsupported[i].is_write < 0 || !(fault.esr & ESR_WNR) == !unsupported[i].is_write);
        require(fits, "%s: ESR_EL1 is %p, FAR_EL1 %p", unsupported[i].name, (void *)fault.esr, (void *)fault.far);
        require(load_w(priorities, 0) == 0x10203040, "%s has changed the device to %lx", unsupported[i].name, load_w(priorities, 0));
    }
    check(1, "%u kinds of access without a syndrome abort and change nothing", (u32)LENGTH(unsupported));
}

IMAGE("mmio", MMU_ON)
{
    u64 base = environment.shared_bit | GICD_IPA;
    priorities = base + PRIORITIES;
    route = base + ROUTE;
    map(NORMAL_ALIAS, base, PAGE, PTE_ATTR(ATTR_UNCACHED) | PTE_INNER | PTE_AF | PTE_PXN | PTE_UXN);
    gic_start();
    check_loads();
    check_stores();
    check_doublewords();
    check_registers();
    if (environment.is_realm)
        check_unsupported();
    return PASS;
}
