/* Stage 1: 4 KiB granule, 48-bit addresses in TTBR0_EL1, level 0 to 3. Tables come from a pool of the image. */
#pragma once
#include "types.h"

enum { ATTR_DEVICE = 0, ATTR_NORMAL = 1, ATTR_UNCACHED = 2, ATTR_DEVICE_EARLY = 3 };

#define PTE_VALID       1UL
#define PTE_TABLE       2UL             /* a page at level 3 */
#define PTE_ATTR(index) ((u64)(index) << 2)
#define PTE_USER        (1UL << 6)      /* AP[1] */
#define PTE_READ_ONLY   (1UL << 7)      /* AP[2] */
#define PTE_INNER       (3UL << 8)
#define PTE_AF          (1UL << 10)
#define PTE_NG          (1UL << 11)
#define PTE_GP          (1UL << 50)
#define PTE_PXN         (1UL << 53)
#define PTE_UXN         (1UL << 54)
#define PTE_ADDRESS     0x0000FFFFFFFFF000UL

#define MAP_DATA        (PTE_ATTR(ATTR_NORMAL) | PTE_INNER | PTE_AF | PTE_PXN | PTE_UXN)
#define MAP_CODE        (PTE_ATTR(ATTR_NORMAL) | PTE_INNER | PTE_AF | PTE_READ_ONLY | PTE_UXN)
#define MAP_READ_ONLY   (MAP_DATA | PTE_READ_ONLY)
#define MAP_DEVICE      (PTE_ATTR(ATTR_DEVICE) | PTE_AF | PTE_PXN | PTE_UXN)

#define MAIR            0x04 << 24 | 0x44 << 16 | 0xFF << 8

/* Maps [virtual, virtual + bytes) to what begins at `physical`, in the largest blocks that fit. Both are page-aligned. */
void map(u64 virtual, u64 physical, u64 bytes, u64 attributes);

/* The descriptor that maps an address; *level says at which level the walk ended. Never null: an invalid one is a descriptor too. */
u64 *descriptor_of(u64 virtual, u32 *level);

/* Takes an address's descriptor away, with the TLB maintenance that it needs. */
void unmap_page(u64 virtual);

/* Puts another descriptor in an address's place by break-before-make. */
void remap_page(u64 virtual, u64 descriptor);

/* DSB, TLBI VAAE1IS, DSB, ISB. */
void invalidate(u64 virtual);

/* The identity map of the image, of RAM behind it and of the devices; then the MMU on, for this PE. */
void build_tables(void);
void mmu_on(void);
void mmu_off(void);

/* Maps a page of RAM through its alias in the unprotected half, as itself. Returns the alias. */
u64 map_shared(u64 page, u64 bytes);

extern u64 *root_table;
u64 *new_table(void);
u64 tcr_value(void);
