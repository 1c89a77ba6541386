/*
 * ripas: gives memory to the host and takes it back, and checks each row of the realm's access table from its own vectors: what
 * loads, stores, fetches and RSI calls do to memory that is RAM, EMPTY, shared, destroyed, not there, or beyond the address space.
 */
#include "runtime.h"
#include "mmu.h"

#define RET             0xD65F03C0U
#define MAP_ANYTHING    (PTE_ATTR(ATTR_NORMAL) | PTE_INNER | PTE_AF | PTE_UXN)      /* readable, writable, executable */
#define NO_DEVICE       0x12340000UL

static const probe_function loads[] = { probe_load8, probe_load16, probe_load32, probe_load64 };
static const probe_function stores[] = { probe_store8, probe_store16, probe_store32, probe_store64 };

/* The last probe must have ended in a fault of this kind at `address`. */
static void expect_fault(const char *what, u64 address, u64 ec, u64 fsc, int is_external, int is_write)
{
    require(fault.taken, "%s at %p does not fault", what, (void *)address);
    u64 found = ESR_FSC(fault.esr);
    if (fsc == FSC_ADDRESS_SIZE_L0 && found <= 3)
        found = fsc;                    /* of whatever level: stage 1 or stage 2 may be meant */
    int fits = ESR_EC(fault.esr) == ec && found == fsc && fault.far == address && !(fault.esr & ESR_EA) == !is_external
        && !(fault.esr & ESR_WNR) == !is_write;
    require(fits, "%s at %p: ESR_EL1 is %p, FAR_EL1 %p", what, (void *)address, (void *)fault.esr, (void *)fault.far);
}

static void expect_aborts(const char *what, u64 address, u64 fsc, int is_external)
{
    for (u32 i = 0; i < LENGTH(loads); i++) {
        probe(loads[i], address + 8, 0);
        expect_fault("a load", address + 8, EC_DATA, fsc, is_external, 0);
        probe(stores[i], address + 16, 1);
        expect_fault("a store", address + 16, EC_DATA, fsc, is_external, 1);
    }
    probe(probe_fetch, address, 0);
    expect_fault("a fetch", address, EC_FETCH, fsc, is_external, 0);
    check(1, "%s: loads, stores and fetches of every size abort", what);
}

static void expect_ram(const char *what, u64 address)
{
    for (u32 i = 0; i < LENGTH(loads); i++) {
        u64 value = 0x8182838485868788 >> (64 - (8 << i));
        probe(stores[i], address, value);
        require(!fault.taken && probe(loads[i], address, 0) == value && !fault.taken, "%s does not keep %lx", what, value);
    }
    check(1, "%s: loads and stores of every size work", what);
}

static void expect_executable(const char *what, u64 address)
{
    *(volatile u32 *)address = RET;
    __asm__ volatile("dc cvau, %0\n\tdsb ish\n\tic ivau, %0\n\tdsb ish\n\tisb" :: "r"(address) : "memory");
    probe(probe_fetch, address, 0);
    check(!fault.taken, "%s: code runs in it", what);
}

static void expect_state(u64 base, u64 top, u64 ripas)
{
    for (u64 at = base; at < top;) {
        struct answer answer = smc(RSI_IPA_STATE_GET, at, top, 0, 0);
        require(answer.x0 == RSI_SUCCESS && answer.x1 > at && answer.x1 <= top, "RSI_IPA_STATE_GET of %p: %lu, %p", (void *)at, answer.x0, (void *)answer.x1);
        require((answer.x2 & 0xFF) == ripas, "RIPAS of %p is %lu, not %lu", (void *)at, answer.x2, ripas);
        at = answer.x1;
    }
}

/* A range goes to the host and comes back; its neighbours stay as they are. */
static void convert(u64 base, u64 pages)
{
    u64 unit = environment.unit, top = base + pages * unit, shared = environment.shared_bit;
    volatile u64 *before = (volatile u64 *)(base - 8), *after = (volatile u64 *)top;
    *before = base;
    *after = top;
    for (u64 page = base; page < top; page += unit)
        *(volatile u64 *)page = ~page;
    require(set_ripas(base, top, RIPAS_EMPTY, 0), "the host does not take %lu pages", pages);
    expect_state(base, top, RIPAS_EMPTY);
    map(base | shared, base | shared, pages * unit, MAP_ANYTHING);
    for (u64 page = base; page < top; page += unit) {
        require(*(volatile u64 *)(page | shared) == 0, "what was private shows in shared page %p", (void *)page);
        *(volatile u64 *)(page | shared) = page;
    }
    for (u64 page = base; page < top; page += unit)
        require(*(volatile u64 *)(page | shared) == page, "shared page %p does not keep what is written", (void *)page);
    require(set_ripas(base, top, RIPAS_RAM, 0), "the host does not give %lu pages back", pages);
    expect_state(base, top, RIPAS_RAM);
    for (u64 page = base; page < top; page += unit)
        require(*(volatile u64 *)page == 0, "what was shared shows in private page %p", (void *)page);
    require(*before == base && *after == top, "a neighbour of %lu pages has lost its contents", pages);
    check(1, "%lu pages at %p are shared, taken back, and clean each time", pages, (void *)base);
}

static void check_rows(u64 page)
{
    u64 alias = page | environment.shared_bit;
    map(page, page, PAGE, MAP_ANYTHING);
    map(alias, alias, PAGE, MAP_ANYTHING);
    expect_ram("RAM", page);
    expect_executable("RAM", page);
    require(set_ripas(page, page + environment.unit, RIPAS_EMPTY, 0), "the host does not take a page");
    expect_aborts("EMPTY", page, FSC_EXTERNAL, 1);
    expect_ram("the unprotected alias of RAM", alias);
    probe(probe_fetch, alias, 0);
    expect_fault("a fetch", alias, EC_FETCH, FSC_EXTERNAL, 1, 0);
    check(1, "shared memory is not executable");

    check(smc(RSI_REALM_CONFIG, page, 0, 0, 0).x0 == RSI_ERROR_INPUT, "RSI_REALM_CONFIG refuses an EMPTY page");
    check(smc(RSI_HOST_CALL, page, 0, 0, 0).x0 == RSI_ERROR_INPUT, "RSI_HOST_CALL refuses an EMPTY page");
    check(smc(RSI_REALM_CONFIG, alias, 0, 0, 0).x0 == RSI_ERROR_INPUT, "RSI_REALM_CONFIG refuses a shared page");
    check(smc(RSI_HOST_CALL, alias, 0, 0, 0).x0 == RSI_ERROR_INPUT, "RSI_HOST_CALL refuses a shared page");

    require(set_ripas(page, page + environment.unit, RIPAS_RAM, 0), "the host does not give a page back");
    expect_ram("RAM that was shared", page);
    expect_executable("RAM that was shared", page);
}

static void check_walk(u64 page)
{
    u64 at = 0x4000000000;
    u32 level;
    *(volatile u64 *)descriptor_of(at, &level) = page | PTE_VALID | PTE_TABLE;
    __asm__ volatile("dsb ishst\n\tisb" ::: "memory");
    require(set_ripas(page, page + environment.unit, RIPAS_EMPTY, 0), "the host does not take a page");
    probe(probe_load64, at, 0);
    expect_fault("a walk", at, EC_DATA, FSC_EXTERNAL, 1, 0);
    check(1, "a translation table in an EMPTY page: the walk aborts");
    require(set_ripas(page, page + environment.unit, RIPAS_RAM, 0), "the host does not give a page back");
    probe(probe_load64, at, 0);
    expect_fault("a walk", at, EC_DATA, FSC_TRANSLATION_L0 + level + 1, 0, 0);
    check(1, "and with RAM behind it, finds nothing mapped");
    *(volatile u64 *)descriptor_of(at, &level) = 0;
    invalidate(at);
}

static void check_outside(void)
{
    u64 beyond = 1UL << environment.ipa_width;
    if (environment.ipa_width < 48) {
        map(beyond, beyond, PAGE, MAP_ANYTHING);
        expect_aborts("beyond the IPA space", beyond, FSC_ADDRESS_SIZE_L0, 0);
    }
    u64 nowhere = environment.shared_bit | NO_DEVICE;
    map(nowhere, nowhere, PAGE, MAP_ANYTHING);
    expect_aborts("unprotected, and nothing there", nowhere, FSC_EXTERNAL, 1);
    u64 empty = environment.ram_end;
    map(empty, empty, PAGE, MAP_ANYTHING);
    expect_aborts("protected, and never RAM", empty, FSC_EXTERNAL, 1);
}

/* The host takes a page that it was not given: the realm learns of it, and can have the page again, empty. */
static void check_destroyed(u64 page)
{
    *(volatile u64 *)page = 42;
    s64 taken = (s64)host_call(HOST_TAKE_PAGE, page);
    if (taken == PSCI_NOT_SUPPORTED) {
        print("      this host takes no page away\n");
        return;
    }
    require(taken == 0, "taking page %p away: %ld", (void *)page, taken);
    expect_state(page, page + environment.unit, RIPAS_DESTROYED);
    check(1, "a page that the host takes away is DESTROYED");
    struct answer answer = smc(RSI_IPA_STATE_SET, page, page + environment.unit, RIPAS_RAM, 0);
    check(answer.x0 == RSI_SUCCESS && answer.x1 == page, "a claim that spares destroyed pages stops at it");
    expect_state(page, page + environment.unit, RIPAS_DESTROYED);
    check(set_ripas(page, page + environment.unit, RIPAS_RAM, RSI_CHANGE_DESTROYED), "one that does not makes it RAM");
    check(*(volatile u64 *)page == 0, "and it is clean");
    expect_ram("RAM that was destroyed", page);
}

static void check_arguments(u64 page)
{
    u64 shared = environment.shared_bit;
    static const struct { u64 base, top, ripas; } wrong[] = {
        { 0x10, 0x1000, 0 }, { 0, 0x1008, 0 }, { 0x1000, 0x1000, 0 }, { 0x2000, 0x1000, 0 }, { 0, 0x1000, 2 }, { 0, 0x1000, 3 }, { 0, 0x1000, 0xFF },
    };
    for (u32 i = 0; i < LENGTH(wrong); i++) {
        u64 status = smc(RSI_IPA_STATE_SET, page + wrong[i].base, page + wrong[i].top, wrong[i].ripas, 0).x0;
        require(status == RSI_ERROR_INPUT, "RSI_IPA_STATE_SET %lx %lx %lu answers %lu", wrong[i].base, wrong[i].top, wrong[i].ripas, status);
        if (wrong[i].ripas < 2)
            require(smc(RSI_IPA_STATE_GET, page + wrong[i].base, page + wrong[i].top, 0, 0).x0 == RSI_ERROR_INPUT,
                "RSI_IPA_STATE_GET %lx %lx is not refused", wrong[i].base, wrong[i].top);
    }
    check(1, "alignment, order and RIPAS of RSI_IPA_STATE_SET and _GET are checked");
    check(smc(RSI_IPA_STATE_SET, page | shared, (page | shared) + PAGE, RIPAS_RAM, 0).x0 == RSI_ERROR_INPUT, "the unprotected half has no RIPAS");
    check(smc(RSI_IPA_STATE_SET, shared - PAGE, shared + PAGE, RIPAS_EMPTY, 0).x0 == RSI_ERROR_INPUT, "nor has what reaches into it");
    check(smc(RSI_IPA_STATE_GET, page | shared, (page | shared) + PAGE, 0, 0).x0 == RSI_ERROR_INPUT, "so it cannot be asked for");
    u64 end = environment.ram_end;
    struct answer answer = smc(RSI_IPA_STATE_SET, end, end + environment.unit, RIPAS_RAM, 0);
    check(answer.x0 == RSI_SUCCESS && answer.x1 == end && answer.x2 == RSI_REJECT, "the host rejects RAM that it does not have");
}

IMAGE("ripas", MMU_ON)
{
    u64 unit = environment.unit, page = environment.ram_end - 24 * unit;
    check_rows(page);
    check_walk(page + unit);
    check_outside();
    check_arguments(page);
    check_destroyed(page + 2 * unit);
    convert(page + 4 * unit, 1);
    convert(page + 8 * unit, 7);
    if (environment.ram_end - free_ram() >= 6 * MIB) {
        convert(free_ram() + 2 * MIB - 3 * unit, 6);
        convert(free_ram() + unit, 2 * MIB / unit);
    }
    return PASS;
}
