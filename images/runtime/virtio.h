/* A virtio-mmio device of version 2 with one split queue, whose rings lie in memory that the host can see. */
#pragma once
#include "types.h"

#define VIRTIO_BLOCK    0x1C130000UL
#define QUEUE_SIZE      8

enum { DESCRIPTOR_NEXT = 1, DESCRIPTOR_WRITE = 2 };
enum { STATUS_ACKNOWLEDGE = 1, STATUS_DRIVER = 2, STATUS_DRIVER_OK = 4, STATUS_FEATURES_OK = 8, STATUS_NEEDS_RESET = 0x40 };

#define FEATURE_VERSION_1       (1UL << 32)
#define FEATURE_ACCESS_PLATFORM (1UL << 33)

struct descriptor { u64 address; u32 length; u16 flags, next; };

struct queue {
    struct descriptor descriptors[QUEUE_SIZE];
    struct { u16 flags, index, ring[QUEUE_SIZE], event; } available;
    u8 padding[4];
    struct { u16 flags, index; struct { u32 id, length; } ring[QUEUE_SIZE]; u16 event; } used;
};

enum {
    VIRTIO_MAGIC = 0x000, VIRTIO_VERSION = 0x004, VIRTIO_DEVICE = 0x008, VIRTIO_FEATURES = 0x010, VIRTIO_FEATURES_SELECT = 0x014,
    VIRTIO_ACCEPT = 0x020, VIRTIO_ACCEPT_SELECT = 0x024, VIRTIO_QUEUE = 0x030, VIRTIO_QUEUE_MAX = 0x034, VIRTIO_QUEUE_SIZE = 0x038,
    VIRTIO_QUEUE_READY = 0x044, VIRTIO_NOTIFY = 0x050, VIRTIO_INTERRUPT = 0x060, VIRTIO_INTERRUPT_ACK = 0x064, VIRTIO_STATUS = 0x070,
    VIRTIO_QUEUE_DESCRIPTORS = 0x080, VIRTIO_QUEUE_AVAILABLE = 0x090, VIRTIO_QUEUE_USED = 0x0A0, VIRTIO_GENERATION = 0x0FC, VIRTIO_CONFIG = 0x100,
};

u32 virtio_read(u64 offset);
void virtio_write(u64 offset, u32 value);

/* The features that the device offers. */
u64 virtio_features(void);

/*
 * Resets the device, accepts features, and gives it queue 0 at an address that it can reach; 0, or the step of the initialization that the
 * device refuses. The queue's memory is zeroed.
 */
u32 virtio_start(volatile struct queue *queue, u64 address, u64 features);
