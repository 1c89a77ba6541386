#include "runtime.h"
#include "gic.h"
#include "cpus.h"

#define CTLR            0x0000
#define IGROUPR         0x0080
#define ISENABLER       0x0100
#define IPRIORITYR      0x0400
#define IROUTER         0x6000
#define GICR_WAKER      0x0014
#define SGI_BASE        0x10000
#define FRAMES          0x20000UL

static inline u64 distributor(void) { return environment.shared_bit | GICD_IPA; }
static inline u64 redistributor(void) { return (environment.shared_bit | GICR_IPA) + this_cpu() * FRAMES; }

static void store(u64 address, u32 value) { __asm__ volatile("str %w0, [%1]" :: "r"(value), "r"(address) : "memory"); }

static u32 load(u64 address)
{
    u32 value;
    __asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"(address) : "memory");
    return value;
}

void gic_start(void)
{
    if (this_cpu() == 0)
        store(distributor() + CTLR, 0x12);              /* ARE, group 1 */
    store(redistributor() + GICR_WAKER, load(redistributor() + GICR_WAKER) & ~2U);
    u64 frame = redistributor() + SGI_BASE;
    store(frame + IGROUPR, ~0U);
    for (u32 i = 0; i < 32; i += 4)
        store(frame + IPRIORITYR + i, 0xA0A0A0A0);
    write_register(S3_0_C4_C6_0, 0xF0);                 /* ICC_PMR_EL1 */
    write_register(S3_0_C12_C12_7, 1);                  /* ICC_IGRPEN1_EL1 */
    isb();
}

void gic_enable(u32 id)
{
    if (id < 32) {
        store(redistributor() + SGI_BASE + ISENABLER, 1U << id);
        return;
    }
    u64 base = distributor();
    store(base + IGROUPR + id / 32 * 4, load(base + IGROUPR + id / 32 * 4) | 1U << id % 32);
    store(base + IPRIORITYR + (id & ~3U), 0xA0A0A0A0);
    __asm__ volatile("str %0, [%1]" :: "r"((u64)this_cpu()), "r"(base + IROUTER + 8UL * id) : "memory");
    store(base + ISENABLER + id / 32 * 4, 1U << id % 32);
}

void gic_send(u32 id, u32 pe)
{
    dsb();
    write_register(S3_0_C12_C11_5, (u64)id << 24 | 1UL << pe);  /* ICC_SGI1R_EL1 */
    isb();
}
