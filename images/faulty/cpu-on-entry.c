/* Turns a virtual CPU on at a virtual address of a kernel's upper half: PSCI takes physical ones. */
#include "runtime.h"

IMAGE("cpu-on-entry", MMU_ON)
{
    s64 status = (s64)smc(PSCI_CPU_ON, 1, 0xFFFF800080001000UL, 1, 0).x0;
    check(status == PSCI_SUCCESS, "CPU_ON with entry 0xffff800080001000 answers %ld", status);
    return FAIL;
}
