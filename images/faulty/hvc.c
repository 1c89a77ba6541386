/* Calls PSCI by HVC. There is no hypervisor behind HVC in a realm: the conduit is SMC. */
#include "runtime.h"

IMAGE("hvc", MMU_ON)
{
    register u64 x0 __asm__("x0") = PSCI_VERSION;
    print("asking for the PSCI version by HVC\n");
    __asm__ volatile("hvc #0" : "+r"(x0) :: "x1", "x2", "x3", "memory");
    print("answer: %lx\n", x0);
    return FAIL;
}
