/* A page that is used through an alias whose descriptor then changes, without the TLB maintenance that the change needs. */
#pragma once
#include "runtime.h"
#include "mmu.h"

/* Maps a page of free RAM at an address, and uses it: the TLB knows it now. The page holds 1, the one behind it 2; returns its address. */
static inline u64 use_alias(u64 at)
{
    u64 page = free_ram();
    *(volatile u64 *)page = 1;
    *(volatile u64 *)(page + PAGE) = 2;
    map(at, page, PAGE, MAP_DATA);
    check(*(volatile u64 *)at == 1, "the page is there");
    return page;
}

/* Writes an address's descriptor where a walk finds it, visible to walks, and tells no TLB. */
static inline void replace_descriptor(u64 at, u64 descriptor)
{
    u32 level;
    *(volatile u64 *)descriptor_of(at, &level) = descriptor;
    dsb();
    isb();
}
