#include "runtime.h"
#include "mmu.h"

#define TABLES          128
#define SHIFT(level)    (39 - 9 * (level))

static u64 pool[TABLES][512] __attribute__((aligned(4096), section(".noinit")));
static u32 used;

u64 *root_table;

void enable_mmu(u64 ttbr, u64 tcr, u64 mair);

u64 *new_table(void)
{
    if (used == TABLES) {
        print("no page left for translation tables\n");
        finish(FAIL);
    }
    u64 *table = pool[used++];
    for (int i = 0; i < 512; i++)
        ((volatile u64 *)table)[i] = 0;
    return table;
}

static u64 *entry_in(u64 *table, u64 virtual, u32 level) { return &table[virtual >> SHIFT(level) & 511]; }

static int is_table(u64 descriptor, u32 level) { return level < 3 && (descriptor & 3) == (PTE_VALID | PTE_TABLE); }

u64 *descriptor_of(u64 virtual, u32 *level)
{
    u64 *table = root_table;
    for (u32 at = 0;; at++) {
        u64 *entry = entry_in(table, virtual, at);
        if (!is_table(*(volatile u64 *)entry, at)) {
            *level = at;
            return entry;
        }
        table = (u64 *)(*entry & PTE_ADDRESS);
    }
}

/* Puts a table in the place of an entry of a higher level: one that says the same as the block that was there, if there was one. */
static void split(volatile u64 *entry, u64 virtual, u32 level)
{
    u64 block = *entry, *table = new_table();
    if (block & PTE_VALID) {
        for (u64 i = 0; i < 512; i++)
            ((volatile u64 *)table)[i] = (block + (i << SHIFT(level + 1))) | (level + 1 == 3 ? PTE_TABLE : 0);
        *entry = 0;
        invalidate(virtual);
    }
    __asm__ volatile("dsb ishst" ::: "memory");
    *entry = (u64)table | PTE_VALID | PTE_TABLE;
}

static void map_one(u64 virtual, u64 physical, u32 level, u64 attributes)
{
    u64 *table = root_table;
    for (u32 at = 0; at < level; at++) {
        volatile u64 *entry = entry_in(table, virtual, at);
        if (!is_table(*entry, at))
            split(entry, virtual, at);
        table = (u64 *)(*entry & PTE_ADDRESS);
    }
    *(volatile u64 *)entry_in(table, virtual, level) = physical | attributes | PTE_VALID | (level == 3 ? PTE_TABLE : 0);
}

void map(u64 virtual, u64 physical, u64 bytes, u64 attributes)
{
    while (bytes) {
        u32 level = 1;
        u64 size;
        for (;; level++) {
            size = 1UL << SHIFT(level);
            if (level == 3 || (!((virtual | physical) & (size - 1)) && bytes >= size))
                break;
        }
        map_one(virtual, physical, level, attributes);
        virtual += size;
        physical += size;
        bytes -= size;
    }
    __asm__ volatile("dsb ishst\n\tisb" ::: "memory");
}

void invalidate(u64 virtual)
{
    __asm__ volatile("dsb ishst\n\ttlbi vaae1is, %0\n\tdsb ish\n\tisb" :: "r"(virtual >> 12 & 0xFFFFFFFFFFF) : "memory");
}

void unmap_page(u64 virtual)
{
    u32 level;
    *(volatile u64 *)descriptor_of(virtual, &level) = 0;
    invalidate(virtual);
}

void remap_page(u64 virtual, u64 descriptor)
{
    u32 level;
    volatile u64 *entry = descriptor_of(virtual, &level);
    *entry = 0;
    invalidate(virtual);
    *entry = descriptor;
    __asm__ volatile("dsb ishst\n\tisb" ::: "memory");
}

static void map_self(u64 from, u64 to, u64 attributes) { map(from, from, to - from, attributes); }

/* The address space begins with a page-sized hole, and each stack stands above one. */
void build_tables(void)
{
    root_table = new_table();
    u64 shared = environment.shared_bit;
    map_self((u64)image_start, (u64)text_end, MAP_CODE);
    map_self((u64)text_end, (u64)data_start, MAP_READ_ONLY);
    map_self((u64)data_start, (u64)image_end, MAP_DATA);
    for (int i = 0; i < 8; i++) {
        for (u64 page = 0; page < STACK_SPACING / 2; page += PAGE)
            unmap_page((u64)stacks + (u64)i * STACK_SPACING + page);
    }
    map_self((u64)image_end, environment.ram_end, MAP_DATA);
    map(shared | 0x1C000000, shared | 0x1C000000, 2 * MIB, MAP_DEVICE);
    map(shared | 0x2F000000, shared | 0x2F000000, 4 * MIB, MAP_DEVICE);
}

/* TCR_EL1: T0SZ 16, 4 KiB granule, Inner Shareable write-back walks, no TTBR1, IPS as the PE has it. */
u64 tcr_value(void)
{
    u64 size = read_register(ID_AA64MMFR0_EL1) & 0xF;
    return 16UL | 1UL << 8 | 1UL << 10 | 3UL << 12 | 1UL << 23 | (size > 5 ? 5 : size) << 32;
}

void mmu_on(void) { enable_mmu((u64)root_table, tcr_value(), MAIR); }

void mmu_off(void)
{
    write_register(SCTLR_EL1, read_register(SCTLR_EL1) & ~1UL);
    isb();
}

u64 map_shared(u64 page, u64 bytes)
{
    u64 alias = page | environment.shared_bit;
    if (environment.shared_bit)
        map(alias, alias, bytes, MAP_DATA);
    return alias;
}
