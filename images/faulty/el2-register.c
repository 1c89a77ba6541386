/* Code for a hypervisor run as a guest: reads a register of EL2 at EL1. */
#include "runtime.h"

IMAGE("el2-register", MMU_ON)
{
    print("reading HCR_EL2\n");
    print("read %lx\n", read_register(HCR_EL2));
    return FAIL;
}
