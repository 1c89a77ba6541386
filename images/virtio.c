/*
 * virtio: a virtio-mmio block device, by a driver that keeps its queue and its buffers in shared memory: initialization to the letter,
 * reads, writes, several requests at once, errors, and an interrupt for each answer. Each 512-byte sector of the disk holds its own
 * number, 64 times, when the image starts, and when it ends.
 */
#include "runtime.h"
#include "gic.h"
#include "mmu.h"
#include "virtio.h"

enum { SPI = 74, SECTOR = 512 };
enum { READ = 0, WRITE = 1, FLUSH = 4, GET_ID = 8, NO_SUCH_TYPE = 77 };
enum { OK = 0, IO_ERROR = 1, UNSUPPORTED = 2, UNANSWERED = 0xFF };
#define FEATURE_FLUSH   (1UL << 9)

struct request { u32 type, reserved; u64 sector; u8 status; u8 padding[15]; };

static volatile struct queue *queue;
static volatile struct request *requests;       /* one for each chain that can be under way */
static volatile u8 *buffers;                    /* 4 KiB for each */
static volatile u32 interrupts;
static u16 published, seen;

static void handle(u32 id)
{
    require(id == SPI, "interrupt %u came", id);
    virtio_write(VIRTIO_INTERRUPT_ACK, virtio_read(VIRTIO_INTERRUPT));
    interrupts++;
}

/* What the device may be told of an address: both forms mean the same shared page. */
static u64 dma(volatile void *at, int plain)
{
    return plain ? (u64)at & ~environment.shared_bit : (u64)at;
}

/* Three descriptors: header, data, status. `slot` is 0 or 1. */
static void submit(u32 slot, u32 type, u64 sector, u32 bytes, int plain)
{
    volatile struct descriptor *chain = &queue->descriptors[3 * slot];
    volatile struct request *request = &requests[slot];
    request->type = type;
    request->reserved = 0;
    request->sector = sector;
    request->status = UNANSWERED;
    u16 first = (u16)(3 * slot), data_flags = type == WRITE ? 0 : DESCRIPTOR_WRITE;
    chain[0] = (struct descriptor) { dma(request, plain), 16, DESCRIPTOR_NEXT, bytes ? first + 1 : first + 2 };
    chain[1] = (struct descriptor) { dma(buffers + slot * PAGE, !plain), bytes, DESCRIPTOR_NEXT | data_flags, first + 2 };
    chain[2] = (struct descriptor) { dma(&request->status, plain), 1, DESCRIPTOR_WRITE, 0 };
    queue->available.ring[published % QUEUE_SIZE] = first;
    dsb();
    queue->available.index = ++published;
}

/* Sleeps until the device has answered as much as it was asked. */
static void finish_all(void)
{
    u32 before = interrupts;
    virtio_write(VIRTIO_NOTIFY, 0);
    while (queue->used.index != published) {
        interrupts_off();
        if (queue->used.index != published)
            wfi();
        interrupts_on();
        isb();
    }
    for (u64 end = now() + MILLISECOND; interrupts == before;)
        require(now() < end, "the device sends no interrupt");
    seen = queue->used.index;
}

static u8 ask(u32 type, u64 sector, u32 bytes)
{
    submit(0, type, sector, bytes, sector & 1);
    finish_all();
    require(queue->used.ring[(u16)(seen - 1) % QUEUE_SIZE].id == 0, "the device answers chain %u", queue->used.ring[(u16)(seen - 1) % QUEUE_SIZE].id);
    return requests[0].status;
}

static volatile u64 *words(u32 slot) { return (volatile u64 *)(buffers + slot * PAGE); }

static void expect_numbers(u32 slot, u64 first, u32 sectors)
{
    for (u32 i = 0; i < sectors * SECTOR / 8; i++)
        require(words(slot)[i] == first + i / 64, "word %u of sector %lu is %lx", i % 64, first + i / 64, words(slot)[i]);
}

static void clear(u32 slot)
{
    for (u32 i = 0; i < PAGE / 8; i++)
        words(slot)[i] = ~0UL;
}

static u64 start(u64 base)
{
    check(virtio_read(VIRTIO_MAGIC) == 0x74726976 && virtio_read(VIRTIO_VERSION) == 2, "a virtio device of version 2");
    check(virtio_read(VIRTIO_DEVICE) == 2, "it is a block device");
    u64 features = virtio_features();
    check((features & FEATURE_VERSION_1) != 0, "it is no legacy device: features 0x%lx", features);
    check(!environment.is_realm || features & FEATURE_ACCESS_PLATFORM, "it asks for memory that it can reach");
    u64 wanted = features & (FEATURE_VERSION_1 | FEATURE_ACCESS_PLATFORM | FEATURE_FLUSH);
    check(virtio_start(queue, base, wanted & ~FEATURE_VERSION_1) == 2, "without VERSION_1 it does not accept the features");
    u32 refused = virtio_start(queue, base, wanted);
    check(refused == 0, "the device is up (%u)", refused);
    return wanted;
}

IMAGE("virtio", MMU_ON)
{
    u64 bytes = 4 * PAGE > environment.unit ? 4 * PAGE : environment.unit, page = free_ram(), shared = map_shared(page, bytes);
    if (environment.is_realm)
        check(set_ripas(page, page + bytes, RIPAS_EMPTY, 0), "shared %lu KiB", bytes / KIB);
    queue = (volatile struct queue *)shared;
    requests = (volatile struct request *)(shared + PAGE);
    buffers = (volatile u8 *)(shared + 2 * PAGE);
    on_interrupt = handle;
    gic_start();
    gic_enable(SPI);
    interrupts_on();

    u64 features = start(shared);
    u64 capacity = virtio_read(VIRTIO_CONFIG) | (u64)virtio_read(VIRTIO_CONFIG + 4) << 32;
    check(capacity >= 16, "%lu sectors", capacity);
    for (u64 sector = 0; sector < capacity; sector += 8) {
        u32 sectors = capacity - sector < 8 ? (u32)(capacity - sector) : 8;
        clear(0);
        require(ask(READ, sector, sectors * SECTOR) == OK, "sector %lu cannot be read", sector);
        expect_numbers(0, sector, sectors);
    }
    check(1, "every sector holds its number");

    for (u32 i = 0; i < SECTOR / 8; i++)
        words(0)[i] = 0x600D0000 + i;
    check(ask(WRITE, 5, SECTOR) == OK, "sector 5 is written");
    clear(0);
    require(ask(READ, 4, 3 * SECTOR) == OK, "sectors 4 to 6 cannot be read");
    for (u32 i = 0; i < 3 * SECTOR / 8; i++) {
        u64 expected = i / 64 == 1 ? 0x600D0000 + i % 64 : 4 + i / 64;
        require(words(0)[i] == expected, "word %u behind sector 4 is %lx", i, words(0)[i]);
    }
    check(1, "it keeps what was written, and its neighbours theirs");
    for (u32 i = 0; i < SECTOR / 8; i++)
        words(0)[i] = 5;
    require(ask(WRITE, 5, SECTOR) == OK, "sector 5 cannot be put back");
    if (features & FEATURE_FLUSH)
        check(ask(FLUSH, 0, 0) == OK, "the disk is flushed");

    clear(0);
    clear(1);
    submit(0, READ, 1, SECTOR, 0);
    submit(1, READ, capacity - 1, SECTOR, 1);
    finish_all();
    check(requests[0].status == OK && requests[1].status == OK, "two requests at once");
    expect_numbers(0, 1, 1);
    expect_numbers(1, capacity - 1, 1);

    check(ask(READ, capacity, SECTOR) == IO_ERROR, "behind the end nothing is read");
    check(ask(WRITE, capacity - 1, 2 * SECTOR) == IO_ERROR, "nor written across it");
    check(ask(NO_SUCH_TYPE, 0, SECTOR) == UNSUPPORTED, "a request of no type is refused");
    clear(0);
    check(ask(READ, 5, SECTOR) == OK && words(0)[0] == 5, "and the device goes on");
    check(!(virtio_read(VIRTIO_STATUS) & STATUS_NEEDS_RESET), "it needs no reset after all this");
    return PASS;
}
