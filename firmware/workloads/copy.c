/* copy: memcpy and strlen of pieces of 1 to 2048 bytes at any alignment, many of them across a page boundary. */
#include "workload.h"

const char workload_name[] = "copy";

#define WINDOW  0x40000UL       /* 256 KiB for each of source and target */

void *copy_bytes(void *target, const void *source, u64 bytes);
u64 length_of(const char *string);

u64 workload(u64 iterations)
{
    char *source = (char *)HEAP, *target = (char *)(HEAP + 0x100000);
    u64 random = 0x2545F4914F6CDD1DUL, sum = 0;
    for (u64 i = 0; i < WINDOW + 0x1000; i++) {
        random = random * 6364136223846793005UL + 1442695040888963407UL;
        source[i] = (char)(random >> 56 | 1);
    }
    while (iterations--) {
        random = random * 6364136223846793005UL + 1442695040888963407UL;
        u64 bytes = (random >> 50 & 2047) + 1;
        char *from = source + (random >> 20 & (WINDOW - 1)), *to = target + (random >> 4 & (WINDOW - 1));
        copy_bytes(to, from, bytes);
        to[bytes] = 0;
        sum += length_of(to + (bytes >> 1)) + (u8)to[bytes - 1];
    }
    return sum;
}
