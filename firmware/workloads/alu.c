/* alu: xorshift and a bitwise CRC of each number; an inner loop of eight instructions without any memory access. */
#include "workload.h"

const char workload_name[] = "alu";

u64 workload(u64 iterations)
{
    u64 x = 88172645463325252UL;
    u32 crc = ~0u;
    while (iterations--) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        crc ^= (u32)x;
        for (int bit = 0; bit < 32; bit++)
            crc = crc >> 1 ^ (0xEDB88320u & -(crc & 1));
    }
    return x ^ crc;
}
