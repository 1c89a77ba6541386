/*
 * A driver for one virtio block device with one request at a time: reads sector 3, writes its complement to sector 4, reads that back,
 * and looks at the interrupt on the way.
 *
 * VIRTIO 1.2, 3.1 "Device Initialization", 4.2 "Virtio Over MMIO", 2.7 "Split Virtqueues", 5.2 "Block Device".
 */
#define VIRTIO_ID_BLOCK         2
#define VIRTIO_MAGIC            0x000
#define VIRTIO_DEVICE_ID        0x008
#define VIRTIO_FEATURES_SEL     0x014
#define VIRTIO_FEATURES         0x010
#define VIRTIO_DRIVER_FEATURES  0x020
#define VIRTIO_DRIVER_SEL       0x024
#define VIRTIO_QUEUE_SEL        0x030
#define VIRTIO_QUEUE_SIZE       0x038
#define VIRTIO_QUEUE_READY      0x044
#define VIRTIO_QUEUE_NOTIFY     0x050
#define VIRTIO_INTERRUPT_STATUS 0x060
#define VIRTIO_INTERRUPT_ACK    0x064
#define VIRTIO_STATUS           0x070
#define VIRTIO_QUEUE_DESC       0x080
#define VIRTIO_QUEUE_DRIVER     0x090
#define VIRTIO_QUEUE_DEVICE     0x0A0
#define VIRTIO_CAPACITY         0x100

#define ACKNOWLEDGE     1u
#define DRIVER          2u
#define DRIVER_OK       4u
#define FEATURES_OK     8u
#define BLK_FLUSH       (1u << 9)       /* in the first word of features */
#define VERSION_1       (1u << 0)       /* in the second */
#define ACCESS_PLATFORM (1u << 1)

#define BLK_IN          0
#define BLK_OUT         1
#define BLK_FLUSH_ALL   4
#define DESC_NEXT       1
#define DESC_WRITE      2
#define ENTRIES         8
#define SECTOR          512

#define GICD_ISPENDR    0x200

/* All that the device reaches, in memory that a realm shares: the rings at fixed places, then the request. */
#define DESC_AT         0
#define AVAIL_AT        0x100
#define USED_AT         0x200
#define HEADER_AT       0x300
#define STATUS_AT       0x310
#define DATA_AT         0x400

struct disk { volatile u8 *registers; volatile u8 *shared; u64 address; volatile u32 *pending; u32 bit; unsigned short next; };

static u8 disk_memory[0x10000] __attribute__((aligned(0x10000)));

static u32 get(struct disk *disk, u32 offset) { return *(volatile u32 *)(disk->registers + offset); }
static void set(struct disk *disk, u32 offset, u32 value) { *(volatile u32 *)(disk->registers + offset) = value; }

static void set_wide(struct disk *disk, u32 offset, u64 value)
{
    set(disk, offset, (u32)value);
    set(disk, offset + 4, (u32)(value >> 32));
}

static void describe(struct disk *disk, int index, u64 offset, u32 length, u32 flags)
{
    volatile u8 *at = disk->shared + DESC_AT + 16 * index;
    *(volatile u64 *)at = disk->address + offset;
    *(volatile u32 *)(at + 8) = length;
    *(volatile u32 *)(at + 12) = flags | (u32)(index + 1) << 16;
}

/* One request, done when the device has given it back; the interrupt must be pending then, and gone when it is acknowledged. */
static void request(struct disk *disk, u32 type, u64 sector)
{
    volatile u8 *shared = disk->shared;
    *(volatile u32 *)(shared + HEADER_AT) = type;
    *(volatile u32 *)(shared + HEADER_AT + 4) = 0;
    *(volatile u64 *)(shared + HEADER_AT + 8) = sector;
    shared[STATUS_AT] = 0xFF;
    describe(disk, 0, HEADER_AT, 16, DESC_NEXT);
    if (type != BLK_FLUSH_ALL)
        describe(disk, 1, DATA_AT, SECTOR, DESC_NEXT | (type == BLK_IN ? DESC_WRITE : 0));
    else
        describe(disk, 0, HEADER_AT, 16, DESC_NEXT | 1u << 16);
    describe(disk, type == BLK_FLUSH_ALL ? 1 : 2, STATUS_AT, 1, DESC_WRITE);
    *(volatile unsigned short *)(shared + AVAIL_AT + 4 + 2 * (disk->next % ENTRIES)) = 0;
    __asm__ volatile("dmb sy" ::: "memory");
    *(volatile unsigned short *)(shared + AVAIL_AT + 2) = ++disk->next;
    __asm__ volatile("dmb sy" ::: "memory");
    set(disk, VIRTIO_QUEUE_NOTIFY, 0);
    while (*(volatile unsigned short *)(shared + USED_AT + 2) != disk->next)
        ;
    if (shared[STATUS_AT] != 0)
        fail("the disk refuses a request");
    if (get(disk, VIRTIO_INTERRUPT_STATUS) != 1 || !(*disk->pending & disk->bit))
        fail("the disk does not interrupt");
    set(disk, VIRTIO_INTERRUPT_ACK, 1);
    if (get(disk, VIRTIO_INTERRUPT_STATUS) != 0 || (*disk->pending & disk->bit))
        fail("the disk's interrupt does not go away");
}

static void start_disk(struct disk *disk)
{
    disk->address = (u64)disk_memory;
    if (shared_bit && kernel_smc(RSI_IPA_STATE_SET, disk->address, disk->address + sizeof disk_memory, 0, 0) != 0)
        fail("memory cannot be shared");
    disk->shared = (volatile u8 *)(disk->address | shared_bit);
    for (u32 i = 0; i < 0x1000; i += 8)
        *(volatile u64 *)(disk->shared + i) = 0;
    set(disk, VIRTIO_STATUS, 0);
    set(disk, VIRTIO_STATUS, ACKNOWLEDGE | DRIVER);
    set(disk, VIRTIO_FEATURES_SEL, 1);
    if ((get(disk, VIRTIO_FEATURES) & (VERSION_1 | ACCESS_PLATFORM)) != (VERSION_1 | ACCESS_PLATFORM))
        fail("the disk is not of version 1 with ACCESS_PLATFORM");
    set(disk, VIRTIO_DRIVER_SEL, 0);
    set(disk, VIRTIO_DRIVER_FEATURES, BLK_FLUSH);
    set(disk, VIRTIO_DRIVER_SEL, 1);
    set(disk, VIRTIO_DRIVER_FEATURES, VERSION_1 | ACCESS_PLATFORM);
    set(disk, VIRTIO_STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK);
    if (!(get(disk, VIRTIO_STATUS) & FEATURES_OK))
        fail("the disk does not accept the features");
    set(disk, VIRTIO_QUEUE_SEL, 0);
    set(disk, VIRTIO_QUEUE_SIZE, ENTRIES);
    set_wide(disk, VIRTIO_QUEUE_DESC, disk->address + DESC_AT);
    set_wide(disk, VIRTIO_QUEUE_DRIVER, disk->address + AVAIL_AT);
    set_wide(disk, VIRTIO_QUEUE_DEVICE, disk->address + USED_AT);
    set(disk, VIRTIO_QUEUE_READY, 1);
    set(disk, VIRTIO_STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
}

static void use_disk(struct disk *disk)
{
    volatile u64 *data = (volatile u64 *)(disk->shared + DATA_AT);
    u64 old[SECTOR / 8], sum = 0;
    request(disk, BLK_IN, 3);
    for (int i = 0; i < SECTOR / 8; i++) {
        old[i] = data[i];
        sum = sum * 31 + old[i];
        data[i] = ~old[i];
    }
    request(disk, BLK_OUT, 4);
    request(disk, BLK_FLUSH_ALL, 0);
    for (int i = 0; i < SECTOR / 8; i++)
        data[i] = 0;
    request(disk, BLK_IN, 4);
    for (int i = 0; i < SECTOR / 8; i++) {
        if (data[i] != ~old[i])
            fail("the disk does not hold what was written");
    }
    puts("disk: ");
    puthex(get(disk, VIRTIO_CAPACITY));
    puts(" sectors, sum of one ");
    puthex(sum);
    puts(", written and read back\n");
}

struct place { u64 transport, distributor; u32 spi; u64 candidate; };

/* The disk among the transports: its interrupt stands behind its address in the same node. */
static int find_disk(const char *path, const char *name, const u8 *value, u32 length, void *context)
{
    struct place *place = context;
    if (begins(path, "/interrupt-controller@") && same(name, "reg") && length >= 16 && !place->distributor)
        place->distributor = wide(value);
    if (begins(path, "/bus/virtio@") && same(name, "reg"))
        place->candidate = wide(value);
    if (begins(path, "/bus/virtio@") && same(name, "interrupts")
        && *(volatile u32 *)((place->candidate | shared_bit) + VIRTIO_DEVICE_ID) == VIRTIO_ID_BLOCK) {
        place->transport = place->candidate;
        place->spi = word(value + 4);
    }
    return 0;
}

static void check_disk(void)
{
    struct place place = { 0, 0, 0, 0 };
    walk(find_disk, &place);
    if (!place.transport)
        return;
    u32 intid = 32 + place.spi;
    struct disk disk = {
        (volatile u8 *)(place.transport | shared_bit), 0, 0,
        (volatile u32 *)((place.distributor | shared_bit) + GICD_ISPENDR + intid / 32 * 4), 1u << intid % 32, 0,
    };
    if (get(&disk, VIRTIO_MAGIC) != 0x74726976)
        fail("a virtio transport without its magic number");
    start_disk(&disk);
    use_disk(&disk);
}
