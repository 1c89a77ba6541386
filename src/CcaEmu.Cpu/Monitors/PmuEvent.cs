namespace CcaEmu.Cpu;

/// <summary>The architected common events that the PE counts; PMCEID0_EL0 and PMCEID1_EL0 promise exactly these.</summary>
/// <remarks>
/// Arm ARM, D14.3 "Common event numbers". The modelled PE has neither caches nor branch prediction: events of the kind that FEAT_PMUv3p4
/// requires all the same never come. A cycle that no instruction accounts for (exception entry and return, a managed layer's work) is
/// a stall of the frontend; the backend never stalls. BR_RETIRED counts every branch, taken or not, unconditional ones and exception returns
/// among them; exception-generating instructions and context synchronization are none. The SAMPLE
/// events belong to FEAT_SPE; samples never collide.
/// </remarks>
internal enum PmuEvent : ushort
{
    SW_INCR = 0x0000,
    L1I_TLB_REFILL = 0x0002,
    L1D_TLB_REFILL = 0x0005,
    INST_RETIRED = 0x0008,
    EXC_TAKEN = 0x0009,
    EXC_RETURN = 0x000A,
    CID_WRITE_RETIRED = 0x000B,
    CPU_CYCLES = 0x0011,
    TTBR_WRITE_RETIRED = 0x001C,
    CHAIN = 0x001E,
    BR_RETIRED = 0x0021,
    STALL_FRONTEND = 0x0023,
    STALL_BACKEND = 0x0024,
    L1D_CACHE_LMISS_RD = 0x0039,
    STALL = 0x003C,
    SAMPLE_POP = 0x4000,
    SAMPLE_FEED = 0x4001,
    SAMPLE_FILTRATE = 0x4002,
    SAMPLE_COLLISION = 0x4003,
    CNT_CYCLES = 0x4004,
    STALL_BACKEND_MEM = 0x4005,
    L1I_CACHE_LMISS = 0x4006,
}
