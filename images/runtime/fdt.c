/* Devicetree Specification, chapter "Flattened Devicetree (DTB) Format". Two cells each for addresses and sizes. */
#include "fdt.h"

enum { MAGIC = 0xD00DFEED, BEGIN_NODE = 1, END_NODE = 2, PROPERTY = 3, NOP = 4 };

static u32 word(u64 at) { return __builtin_bswap32(*(const volatile u32 *)at); }

static int starts_with(const char *text, const char *start)
{
    while (*start)
        if (*text++ != *start++)
            return 0;
    return 1;
}

u64 memory_of_tree(u64 tree)
{
    if (!tree || word(tree) != MAGIC)
        return 0;
    u64 at = tree + word(tree + 8), names = tree + word(tree + 12);
    for (int is_memory = 0;;) {
        u32 token = word(at);
        at += 4;
        if (token == BEGIN_NODE) {
            const char *name = (const char *)at;
            is_memory = starts_with(name, "memory@");
            while (*(const volatile char *)at++)
                ;
            at = (at + 3) & ~3UL;
        } else if (token == PROPERTY) {
            u32 length = word(at);
            const char *name = (const char *)(names + word(at + 4));
            at += 8;
            if (is_memory && starts_with(name, "reg") && length >= 16)
                return (u64)word(at + 8) << 32 | word(at + 12);
            at = (at + length + 3) & ~3UL;
        } else if (token != END_NODE && token != NOP) {
            return 0;
        }
    }
}
