/* Gives a device a queue in private memory: what the device sees at that address is not what the driver wrote. */
#include "runtime.h"
#include "gic.h"
#include "virtio.h"

IMAGE("dma-private", MMU_ON)
{
    volatile struct queue *queue = (volatile struct queue *)free_ram();
    volatile u8 *buffer = (volatile u8 *)free_ram() + PAGE;
    check(virtio_start(queue, (u64)queue, virtio_features() & (FEATURE_VERSION_1 | FEATURE_ACCESS_PLATFORM)) == 0, "the device is up");
    queue->descriptors[0] = (struct descriptor) { (u64)buffer, 16, DESCRIPTOR_NEXT, 1 };
    queue->descriptors[1] = (struct descriptor) { (u64)buffer + 512, 512, DESCRIPTOR_NEXT | DESCRIPTOR_WRITE, 2 };
    queue->descriptors[2] = (struct descriptor) { (u64)buffer + 16, 1, DESCRIPTOR_WRITE, 0 };
    queue->available.index = 1;
    virtio_write(VIRTIO_NOTIFY, 0);
    print("waiting for the first sector\n");
    for (u64 end = now() + 10 * MILLISECOND; queue->used.index == 0;)
        require(now() < end, "the device answers within 10 ms");
    return FAIL;
}
