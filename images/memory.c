/*
 * memory: touches all of its RAM sparsely, a word every 64 KiB, and a part of it densely, every byte; then finds everything as it was
 * written. Argument: MiB to fill densely, 16 when 0.
 */
#include "runtime.h"

#define STRIDE  (64 * KIB)

static u64 base;

static inline u64 mark(u64 address) { return ~address * 0x9E3779B97F4A7C15; }

/* Each 64 bytes hold their address and its complement, four times. */
#define UNIT    64

static void fill(u64 from, u64 to)
{
    __asm__ volatile(
        "1:     mvn     x9, %0\n"
        "       stp     %0, x9, [%0]\n"
        "       stp     %0, x9, [%0, #16]\n"
        "       stp     %0, x9, [%0, #32]\n"
        "       stp     %0, x9, [%0, #48]\n"
        "       add     %0, %0, #64\n"
        "       cmp     %0, %1\n"
        "       b.lo    1b\n" : "+r"(from) : "r"(to) : "x9", "cc", "memory");
}

/* 0, or the first address that differs. */
static u64 compare(u64 from, u64 to)
{
    u64 wrong = 0;
    __asm__ volatile(
        "1:     ldp     x9, x10, [%0]\n"
        "       ldp     x11, x12, [%0, #16]\n"
        "       ldp     x14, x15, [%0, #32]\n"
        "       ldp     x16, x17, [%0, #48]\n"
        "       mvn     x13, %0\n"
        "       cmp     x9, %0\n"
        "       ccmp    x10, x13, #0, eq\n"
        "       ccmp    x11, %0, #0, eq\n"
        "       ccmp    x12, x13, #0, eq\n"
        "       ccmp    x14, %0, #0, eq\n"
        "       ccmp    x15, x13, #0, eq\n"
        "       ccmp    x16, %0, #0, eq\n"
        "       ccmp    x17, x13, #0, eq\n"
        "       b.ne    2f\n"
        "       add     %0, %0, #64\n"
        "       cmp     %0, %2\n"
        "       b.lo    1b\n"
        "       b       3f\n"
        "2:     mov     %1, %0\n"
        "3:\n" : "+r"(from), "+r"(wrong) : "r"(to) : "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17", "cc", "memory");
    return wrong;
}

static void check_sparsely(void)
{
    u64 end = environment.ram_end, pages = 0;
    for (u64 at = base; at < end; at += STRIDE, pages++)
        *(volatile u64 *)(at + (at >> 13 & 0xFF8)) = mark(at);
    *(volatile u8 *)(end - 1) = 0xA5;
    for (u64 at = end - STRIDE; at >= base; at -= STRIDE) {
        u64 value = *(volatile u64 *)(at + (at >> 13 & 0xFF8));
        require(value == mark(at), "%p holds %lx", (void *)at, value);
    }
    check(*(volatile u8 *)(end - 1) == 0xA5, "sparsely: %lu pages of %lu MiB, and the last byte", pages, (end - base) / MIB);
}

static void check_densely(u64 megabytes)
{
    u64 most = (environment.ram_end - base) / MIB;
    if (megabytes > most)
        megabytes = most;
    u64 end = base + megabytes * MIB;
    fill(base, end);
    u64 wrong = compare(base, end);
    check(wrong == 0, "densely: every byte of %lu MiB (%p)", megabytes, (void *)wrong);
}

/* Accesses that lie across the end of a page, of every size and at every place; then a block zeroed by DC ZVA amid others. */
static void check_edges(void)
{
    u64 edge = base + 2 * MIB;
    for (u64 offset = 1; offset < 8; offset++) {
        u64 value = mark(offset), found;
        __asm__ volatile("str %1, [%2]\n\tldr %0, [%2]" : "=&r"(found) : "r"(value), "r"(edge - offset) : "memory");
        require(found == value, "a doubleword %lu before the end of a page is %lx", offset, found);
        for (u64 i = 0; i < 8; i++)
            require(*(volatile u8 *)(edge - offset + i) == (u8)(value >> 8 * i), "byte %lu of it is wrong", i);
    }
    check(1, "doublewords across the end of a page");
    u64 block = 4UL << (read_register(DCZID_EL0) & 0xF);
    fill(edge, edge + 4 * PAGE);
    __asm__ volatile("dc zva, %0" :: "r"(edge + PAGE + 8) : "memory");
    u64 zeroed = (edge + PAGE) & ~(block - 1), behind = (zeroed + block + UNIT - 1) & ~(u64)(UNIT - 1);
    require(compare(edge, zeroed) == 0 && compare(behind, edge + 4 * PAGE) == 0, "DC ZVA writes beyond its block");
    for (u64 at = zeroed; at < zeroed + block; at += 8)
        require(*(volatile u64 *)at == 0, "DC ZVA leaves %lx at %p", *(volatile u64 *)at, (void *)at);
    check(1, "DC ZVA zeroes %lu bytes and no more", block);
}

IMAGE("memory", MMU_ON)
{
    base = free_ram();
    check_sparsely();
    check_densely(argument ? argument : 16);
    if (environment.ram_end - base >= 4 * MIB)
        check_edges();
    return PASS;
}
