/* Code at EL0 reads a page of the kernel. */
#include "runtime.h"
#include "mmu.h"

static u32 code[PAGE / 4] __attribute__((aligned(4096))) = { 0xF9400000, 0xD4000001 };      /* ldr x0, [x0]; svc #0 */

IMAGE("el0-permission", MMU_ON)
{
    remap_page((u64)code, ((u64)code | MAP_CODE | PTE_USER | PTE_PXN | PTE_VALID | PTE_TABLE) & ~PTE_UXN);
    print("reading a kernel page from EL0\n");
    __asm__ volatile("msr ELR_EL1, %0\n\tmsr SPSR_EL1, xzr\n\tmov x0, %1\n\tisb\n\teret" :: "r"(code), "r"(free_ram()) : "x0", "memory");
    return FAIL;
}
