/* What a workload sees: a heap that is mapped page by page, and what it has to define. */
#pragma once

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long u64;

#define HEAP            0x89000000UL    /* mapped in pages of 4 KiB, Normal Write-Back */
#define HEAP_BYTES      0x03000000UL
#define STREAM_BYTES    0x01000000UL    /* 16 MiB */

/* Does the work `iterations` times; returns a checksum that depends on all of it. */
u64 workload(u64 iterations);
