/* Virtual I/O Device (VIRTIO) 1.2, sections "Device Initialization" and "Virtio Over MMIO". */
#include "runtime.h"
#include "virtio.h"

static u64 device(void) { return environment.shared_bit | VIRTIO_BLOCK; }

u32 virtio_read(u64 offset)
{
    u32 value;
    __asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"(device() + offset) : "memory");
    return value;
}

void virtio_write(u64 offset, u32 value)
{
    dsb();
    __asm__ volatile("str %w0, [%1]" :: "r"(value), "r"(device() + offset) : "memory");
}

static void write_address(u64 offset, u64 address)
{
    virtio_write(offset, (u32)address);
    virtio_write(offset + 4, (u32)(address >> 32));
}

u64 virtio_features(void)
{
    virtio_write(VIRTIO_FEATURES_SELECT, 1);
    u64 high = virtio_read(VIRTIO_FEATURES);
    virtio_write(VIRTIO_FEATURES_SELECT, 0);
    return high << 32 | virtio_read(VIRTIO_FEATURES);
}

u32 virtio_start(volatile struct queue *queue, u64 address, u64 features)
{
    for (u64 i = 0; i < sizeof *queue / 4; i++)
        ((volatile u32 *)queue)[i] = 0;
    virtio_write(VIRTIO_STATUS, 0);
    if (virtio_read(VIRTIO_STATUS) != 0)
        return 1;
    virtio_write(VIRTIO_STATUS, STATUS_ACKNOWLEDGE);
    virtio_write(VIRTIO_STATUS, STATUS_ACKNOWLEDGE | STATUS_DRIVER);
    for (u32 i = 0; i < 2; i++) {
        virtio_write(VIRTIO_ACCEPT_SELECT, i);
        virtio_write(VIRTIO_ACCEPT, (u32)(features >> 32 * i));
    }
    virtio_write(VIRTIO_STATUS, STATUS_ACKNOWLEDGE | STATUS_DRIVER | STATUS_FEATURES_OK);
    if (!(virtio_read(VIRTIO_STATUS) & STATUS_FEATURES_OK))
        return 2;
    virtio_write(VIRTIO_QUEUE, 0);
    if (virtio_read(VIRTIO_QUEUE_READY) != 0 || virtio_read(VIRTIO_QUEUE_MAX) < QUEUE_SIZE)
        return 3;
    virtio_write(VIRTIO_QUEUE_SIZE, QUEUE_SIZE);
    write_address(VIRTIO_QUEUE_DESCRIPTORS, address + __builtin_offsetof(struct queue, descriptors));
    write_address(VIRTIO_QUEUE_AVAILABLE, address + __builtin_offsetof(struct queue, available));
    write_address(VIRTIO_QUEUE_USED, address + __builtin_offsetof(struct queue, used));
    virtio_write(VIRTIO_QUEUE_READY, 1);
    if (virtio_read(VIRTIO_QUEUE_READY) != 1)
        return 4;
    virtio_write(VIRTIO_STATUS, STATUS_ACKNOWLEDGE | STATUS_DRIVER | STATUS_FEATURES_OK | STATUS_DRIVER_OK);
    return 0;
}
