/*
 * kernel: what a kernel finds when it is started. Checks the registers and the state of the PE against the arm64 boot protocol, finds its
 * console by the device tree's stdout-path, and prints the command line, memory, PEs and initial RAM disk that the tree names; reads and
 * writes the virtio block device where there is one. Turns
 * itself off by PSCI where all is well; asks for a reset where anything is not, which never is a pass.
 *
 * Linux, "Booting AArch64 Linux"; Devicetree Specification v0.4, chapter 5.
 */
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long u64;

#define FDT_MAGIC       0xD00DFEEDu
#define FDT_BEGIN_NODE  1
#define FDT_END_NODE    2
#define FDT_PROP        3
#define FDT_NOP         4

#define UARTDR          0x00
#define UARTFR          0x18
#define UARTFR_TXFF     (1u << 5)

#define PSCI_SYSTEM_OFF         0x84000008u
#define PSCI_SYSTEM_RESET       0x84000009u
#define RSI_REALM_CONFIG        0xC4000196u
#define RSI_IPA_STATE_SET       0xC4000197u

#define DAIF_ALL        0x3C0
#define PATH_LENGTH     256

u64 kernel_smc(u64 function, u64 x1, u64 x2, u64 x3, u64 x4);
u64 kernel_hvc(u64 function, u64 x1, u64 x2, u64 x3, u64 x4);
void kernel_exception(void);

extern u8 kernel_text_offset[], kernel_image_size[];

static const u8 *tree;          /* the blob */
static volatile u8 *uart;       /* 0 until it is found */
static int calls_by_hvc;
static u8 realm_config[4096] __attribute__((aligned(4096)));
static u64 shared_bit;          /* what tells the unprotected half of a realm's address space; 0 in an ordinary virtual machine */

static u32 word(const u8 *at) { return (u32)at[0] << 24 | (u32)at[1] << 16 | (u32)at[2] << 8 | at[3]; }
static u64 wide(const u8 *at) { return (u64)word(at) << 32 | word(at + 4); }

static int same(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

/* Two calls: a function's address as a constant would be that of its link, not that of its load. */
static u64 call(u64 function, u64 argument)
{
    return calls_by_hvc ? kernel_hvc(function, argument, 0, 0, 0) : kernel_smc(function, argument, 0, 0, 0);
}

static void put(char c)
{
    if (!uart)
        return;
    while (*(volatile u32 *)(uart + UARTFR) & UARTFR_TXFF)
        ;
    *(volatile u32 *)(uart + UARTDR) = (u8)c;
}

static void puts(const char *text)
{
    for (; *text; text++)
        put(*text);
}

static void puthex(u64 value)
{
    puts("0x");
    for (int shift = 60; shift >= 0; shift -= 4) {
        if (value >> shift || shift == 0)
            put("0123456789abcdef"[value >> shift & 15]);
    }
}

static void fail(const char *why)
{
    puts("kernel: wrong: ");
    puts(why);
    puts("\n");
    call(PSCI_SYSTEM_RESET, 0);
    for (;;)
        __asm__ volatile("wfi");
}

void kernel_exception(void)
{
    u64 esr, elr, far;
    __asm__ volatile("mrs %0, ESR_EL1; mrs %1, ELR_EL1; mrs %2, FAR_EL1" : "=r"(esr), "=r"(elr), "=r"(far));
    puts("kernel: exception, ESR_EL1=");
    puthex(esr);
    puts(" ELR_EL1=");
    puthex(elr);
    puts(" FAR_EL1=");
    puthex(far);
    puts("\n");
    fail("an exception");
}

/* One property: visit it, and go on while the visitor says 0. */
typedef int visitor(const char *path, const char *name, const u8 *value, u32 length, void *context);

/* Walks the structure block. Returns what the visitor said first that is not 0, else 0. */
static int walk(visitor *visit, void *context)
{
    char path[PATH_LENGTH];
    u32 length = 0;
    const u8 *at = tree + word(tree + 8), *strings = tree + word(tree + 12);
    path[0] = 0;
    for (int depth = 0;;) {
        u32 token = word(at);
        at += 4;
        if (token == FDT_BEGIN_NODE) {
            if (depth++ > 0)
                path[length++] = '/';
            for (; *at; at++) {
                if (length > PATH_LENGTH - 3)
                    fail("a path in the device tree is too long");
                path[length++] = (char)*at;
            }
            path[length] = 0;
            at = tree + ((u64)(at - tree + 4) & ~3UL);
        } else if (token == FDT_END_NODE) {
            if (--depth <= 0)
                return 0;
            while (length > 0 && path[--length] != '/')
                ;
            path[length] = 0;
        } else if (token == FDT_PROP) {
            u32 size = word(at);
            int said = visit(path, (const char *)strings + word(at + 4), at + 8, size, context);
            if (said)
                return said;
            at += 8 + ((size + 3) & ~3u);
        } else if (token != FDT_NOP) {
            fail("the device tree ends within a node");
        }
    }
}

struct wanted { const char *path, *name; const u8 *value; u32 length; };

static int take(const char *path, const char *name, const u8 *value, u32 length, void *context)
{
    struct wanted *wanted = context;
    if (!same(path, wanted->path) || !same(name, wanted->name))
        return 0;
    wanted->value = value;
    wanted->length = length;
    return 1;
}

static const u8 *find(const char *path, const char *name, u32 *length)
{
    struct wanted wanted = { path, name, 0, 0 };
    walk(take, &wanted);
    *length = wanted.length;
    return wanted.value;
}

static int begins(const char *text, const char *with)
{
    while (*with && *text == *with) {
        text++;
        with++;
    }
    return *with == 0;
}

struct totals { u64 base, size; u32 banks, cpus; };

static int count(const char *path, const char *name, const u8 *value, u32 length, void *context)
{
    struct totals *totals = context;
    if (begins(path, "/memory@") && same(name, "reg") && length == 16) {
        totals->base = wide(value);
        totals->size = wide(value + 8);
        totals->banks++;
    }
    if (begins(path, "/cpus/cpu@") && same(name, "reg"))
        totals->cpus++;
    return 0;
}

static void find_console(void)
{
    u32 length;
    const u8 *method = find("/psci", "method", &length);
    const char *stdout_path = (const char *)find("/chosen", "stdout-path", &length);
    const u8 *reg = stdout_path ? find(stdout_path, "reg", &length) : 0;
    if (!method || !reg)
        fail("the device tree has no psci or no stdout-path");
    calls_by_hvc = same((const char *)method, "hvc");
    /* PSCI by SMC: a realm, whose devices are in the half of the address space that the top bit tells. */
    if (!calls_by_hvc && kernel_smc(RSI_REALM_CONFIG, (u64)realm_config, 0, 0, 0) == 0)
        shared_bit = 1UL << (*(u64 *)realm_config - 1);
    uart = (volatile u8 *)(wide(reg) | shared_bit);
}

static void check_state(u64 x0, u64 x1, u64 x2, u64 x3, u64 start)
{
    u64 level, daif, sctlr;
    __asm__ volatile("mrs %0, CurrentEL; mrs %1, DAIF; mrs %2, SCTLR_EL1" : "=r"(level), "=r"(daif), "=r"(sctlr));
    if (x0 & 7)
        fail("X0 is no multiple of 8");
    if (x1 | x2 | x3)
        fail("X1 to X3 are not 0");
    if (level != 1 << 2)
        fail("not at EL1");
    if (daif != DAIF_ALL)
        fail("interrupts are not masked");
    if (sctlr & 1)
        fail("the MMU is on");
    if ((start & 0x1FFFFF) != (u64)kernel_text_offset)
        fail("not loaded at text_offset from a 2 MiB boundary");
}

static void show_disk(const struct totals *totals)
{
    u32 length;
    u64 sum = 0;
    const u8 *from = find("/chosen", "linux,initrd-start", &length), *to = find("/chosen", "linux,initrd-end", &length);
    if (!from || !to)
        return;
    u64 start = wide(from), end = wide(to);
    if (start < totals->base || end < start || end > totals->base + totals->size)
        fail("the initial RAM disk is not in memory");
    for (const u8 *at = (const u8 *)start; at < (const u8 *)end; at++)
        sum = sum * 31 + *at;
    puts("initrd: ");
    puthex(end - start);
    puts(" bytes, sum ");
    puthex(sum);
    puts("\n");
}

#include "disk.h"

void kernel_main(u64 x0, u64 x1, u64 x2, u64 x3, u64 start)
{
    struct totals totals = { 0, 0, 0, 0 };
    u32 length;
    tree = (const u8 *)x0;
    if (x0 == 0 || (x0 & 7) || word(tree) != FDT_MAGIC)
        fail("X0 is not the address of a device tree");
    find_console();
    check_state(x0, x1, x2, x3, start);
    walk(count, &totals);
    if (totals.banks != 1 || totals.cpus == 0)
        fail("the device tree has no memory or no PEs");
    if (start < totals.base || start + (u64)kernel_image_size > totals.base + totals.size)
        fail("the image is not in memory");
    const u8 *arguments = find("/chosen", "bootargs", &length);
    puts("bootargs: ");
    puts(arguments ? (const char *)arguments : "none");
    puts("\nmemory: ");
    puthex(totals.base);
    puts(" size ");
    puthex(totals.size);
    puts("\nPEs: ");
    puthex(totals.cpus);
    puts("\n");
    show_disk(&totals);
    check_disk();
    puts("kernel: ok\n");
    call(PSCI_SYSTEM_OFF, 0);
    for (;;)
        __asm__ volatile("wfi");
}
