/*
 * cold: writes `iterations` blocks of eight instructions, no two alike in their operands, and executes each of them once. Each block
 * ends with a branch to the next. The count is limited by the heap: 1,500,000.
 */
#include "workload.h"

const char workload_name[] = "cold";

u64 enter_cold(void *code, const void *data);

static u32 *write_block(u32 *p, u32 n)
{
    u32 imm12 = n & 0xFFF, imm6 = n >> 3 & 63, imm16 = n * 40503u & 0xFFFF;
    *p++ = 0x91000000 | imm12 << 10;                    /* add   x0, x0, #imm12 */
    *p++ = 0xCAC00021 | imm6 << 10;                     /* eor   x1, x1, x0, ror #imm6 */
    *p++ = 0xD2800002 | imm16 << 5;                     /* movz  x2, #imm16 */
    *p++ = 0x9B020020;                                  /* madd  x0, x1, x2, x0 */
    *p++ = 0xF9400083 | (n & 511) << 10;                /* ldr   x3, [x4, #8 * n] */
    *p++ = 0xEB030025;                                  /* subs  x5, x1, x3 */
    *p++ = 0x9A850421 | (n % 14) << 12;                 /* csinc x1, x1, x5, cond */
    *p++ = 0x36000021 | (n & 31) << 19;                 /* tbz   w1, #bit, .+4 */
    return p;
}

u64 workload(u64 iterations)
{
    u64 *data = (u64 *)HEAP;
    u32 *code = (u32 *)(HEAP + 0x1000), *p = code;
    for (u64 i = 0; i < 512; i++)
        data[i] = i * 0x9E3779B97F4A7C15UL;
    for (u64 i = 0; i < iterations; i++)
        p = write_block(p, (u32)i);
    *p = 0xD65F03C0;                                    /* ret */
    for (u8 *line = (u8 *)code; line <= (u8 *)p; line += 64)
        __asm__ volatile("dc cvau, %0" : : "r"(line) : "memory");
    __asm__ volatile("dsb ish\n\tic iallu\n\tdsb ish\n\tisb" : : : "memory");
    return enter_cold(code, data);
}
