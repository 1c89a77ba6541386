#include "workload.h"

extern const char workload_name[];

static volatile u32 *uart;

static void put(char c)
{
    *uart = (u8)c;
}

static void put_hex(u64 value)
{
    for (int shift = 60; shift >= 0; shift -= 4)
        put("0123456789abcdef"[value >> shift & 15]);
}

/* Prints "NAME ITERATIONS CHECKSUM", the numbers in hexadecimal. */
void report(u64 pl011, u64 iterations, u64 checksum)
{
    uart = (volatile u32 *)pl011;
    for (const char *c = workload_name; *c; c++)
        put(*c);
    put(' ');
    put_hex(iterations);
    put(' ');
    put_hex(checksum);
    put('\n');
}
