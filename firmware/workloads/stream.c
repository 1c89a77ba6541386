/* stream: fills 16 MiB with doublewords, sums it byte by byte, adds to every word, and sums the doublewords. */
#include "workload.h"

const char workload_name[] = "stream";

u64 workload(u64 iterations)
{
    u64 sum = 1;
    while (iterations--) {
        for (u64 *p = (u64 *)HEAP; p < (u64 *)(HEAP + STREAM_BYTES); p++)
            *p = sum = sum * 5 + 1;
        for (const volatile u8 *p = (const u8 *)HEAP; p < (const u8 *)(HEAP + STREAM_BYTES); p++)
            sum += *p;
        for (volatile u32 *p = (u32 *)HEAP; p < (u32 *)(HEAP + STREAM_BYTES); p++)
            *p += (u32)sum;
        for (const u64 *p = (const u64 *)HEAP; p < (const u64 *)(HEAP + STREAM_BYTES); p++)
            sum += *p;
    }
    return sum;
}
