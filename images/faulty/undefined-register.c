/* Reads a register of MPAM, which a realm does not have, without looking at the ID register first. */
#include "runtime.h"

IMAGE("undefined-register", MMU_OFF)
{
    print("ID_AA64PFR0_EL1.MPAM = %lu\n", read_register(ID_AA64PFR0_EL1) >> 40 & 0xF);
    print("MPAM1_EL1 = %lx\n", read_register(S3_0_C10_C5_0));
    return FAIL;
}
