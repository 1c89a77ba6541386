/* Calls a function without a landing pad in a guarded page. */
#include "runtime.h"
#include "mmu.h"

static u32 code[PAGE / 4] __attribute__((aligned(4096))) = { 0xD503201F, 0xD65F03C0 };      /* nop; ret */

IMAGE("bti", MMU_ON)
{
    remap_page((u64)code, (u64)code | MAP_CODE | PTE_GP | PTE_VALID | PTE_TABLE);
    print("calling a function that does not begin with bti\n");
    __asm__ volatile("blr %0" :: "r"(code) : "x30", "memory");
    return FAIL;
}
