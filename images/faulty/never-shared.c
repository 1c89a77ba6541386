/* Cannot share its buffer, because the linear map has a block there, goes on, and gives it to a device as if it were shared. */
#include "runtime.h"
#include "gic.h"
#include "mmu.h"
#include "virtio.h"

/* What a kernel does to share a page, when it can change descriptors of pages only. */
static void share(u64 page)
{
    u32 level;
    descriptor_of(page, &level);
    if (level != 3) {
        print("warning: %p is mapped by a block of level %u, which is not split\n", (void *)page, level);
        return;
    }
    set_ripas(page, page + environment.unit, RIPAS_EMPTY, 0);
}

IMAGE("never-shared", MMU_ON)
{
    volatile struct queue *queue = (volatile struct queue *)free_ram();
    volatile u8 *buffer = (volatile u8 *)free_ram() + PAGE;
    share((u64)queue);
    u64 features = virtio_features() & (FEATURE_VERSION_1 | FEATURE_ACCESS_PLATFORM);
    check(virtio_start(queue, (u64)queue | environment.shared_bit, features) == 0, "the device is up");
    queue->descriptors[0] = (struct descriptor) { (u64)buffer | environment.shared_bit, 16, DESCRIPTOR_NEXT, 1 };
    queue->descriptors[1] = (struct descriptor) { ((u64)buffer + 512) | environment.shared_bit, 512, DESCRIPTOR_NEXT | DESCRIPTOR_WRITE, 2 };
    queue->descriptors[2] = (struct descriptor) { ((u64)buffer + 16) | environment.shared_bit, 1, DESCRIPTOR_WRITE, 0 };
    queue->available.index = 1;
    virtio_write(VIRTIO_NOTIFY, 0);
    print("waiting for the first sector\n");
    for (u64 end = now() + 10 * MILLISECOND; queue->used.index == 0;)
        require(now() < end, "the device answers within 10 ms");
    return FAIL;
}
