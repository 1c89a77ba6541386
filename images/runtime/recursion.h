/* A function that calls itself without end, each time with a frame of half a KiB. */
#pragma once
#include "runtime.h"

static volatile u64 sink, deepest = ~0UL;

__attribute__((noinline)) static u64 deeper(u64 level)
{
    volatile u64 frame[64];
    for (u32 i = 0; i < LENGTH(frame); i++)
        frame[i] = level + i;
    u64 below = level == deepest ? 0 : deeper(level + 1);
    sink = frame[level % LENGTH(frame)];
    return below + frame[0];
}

/* Does not come back. */
static u32 recurse(void)
{
    print("calling a function that calls itself\n");
    print("%lu\n", deeper(0));
    return FAIL;
}
