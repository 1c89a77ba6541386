namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Hypervisor Configuration Register. Stage 2 and the routing of exceptions to EL2.</summary>
/// <remarks>Arm ARM (DDI 0487), section "HCR_EL2, Hypervisor Configuration Register".</remarks>
public static class HCR_EL2
{
    /// <summary>Stage 2 translation is enabled.</summary>
    public const ulong VM = 1UL << 0;

    /// <summary>Set/way invalidation also cleans.</summary>
    public const ulong SWIO = 1UL << 1;

    /// <summary>A stage-1 walk that stage 2 maps to Device memory faults.</summary>
    public const ulong PTW = 1UL << 2;

    /// <summary>Physical FIQs are taken to EL2; virtual FIQs are enabled.</summary>
    public const ulong FMO = 1UL << 3;

    /// <summary>Physical IRQs are taken to EL2; virtual IRQs are enabled.</summary>
    public const ulong IMO = 1UL << 4;

    /// <summary>SErrors are taken to EL2; virtual SErrors are enabled.</summary>
    public const ulong AMO = 1UL << 5;

    /// <summary>A virtual FIQ is pending.</summary>
    public const ulong VF = 1UL << 6;

    /// <summary>A virtual IRQ is pending.</summary>
    public const ulong VI = 1UL << 7;

    /// <summary>A virtual SError is pending.</summary>
    public const ulong VSE = 1UL << 8;

    /// <summary>TLB and instruction cache maintenance at EL1 is broadcast within the Inner Shareable domain.</summary>
    public const ulong FB = 1UL << 9;

    /// <summary>The least shareability of a barrier at EL1 or EL0.</summary>
    public static BitField BSU => new(10, 2);

    /// <summary>Stage 1 off means Normal Write-Back memory; implies VM.</summary>
    public const ulong DC = 1UL << 12;

    /// <summary>WFI at EL1 and EL0 is trapped.</summary>
    public const ulong TWI = 1UL << 13;

    /// <summary>WFE at EL1 and EL0 is trapped.</summary>
    public const ulong TWE = 1UL << 14;

    /// <summary>Identification registers of group 1 are trapped.</summary>
    public const ulong TID1 = 1UL << 16;

    /// <summary>Identification registers of group 2 (caches) are trapped.</summary>
    public const ulong TID2 = 1UL << 17;

    /// <summary>Identification registers of group 3 (features) are trapped.</summary>
    public const ulong TID3 = 1UL << 18;

    /// <summary>SMC at EL1 is trapped.</summary>
    public const ulong TSC = 1UL << 19;

    /// <summary>IMPLEMENTATION DEFINED registers are trapped.</summary>
    public const ulong TIDCP = 1UL << 20;

    /// <summary>ACTLR_EL1 is trapped.</summary>
    public const ulong TACR = 1UL << 21;

    /// <summary>Cache maintenance by set and way is trapped.</summary>
    public const ulong TSW = 1UL << 22;

    /// <summary>Cache maintenance by address to the point of coherency is trapped.</summary>
    public const ulong TPCP = 1UL << 23;

    /// <summary>Cache maintenance to the point of unification is trapped.</summary>
    public const ulong TPU = 1UL << 24;

    /// <summary>TLB maintenance at EL1 is trapped.</summary>
    public const ulong TTLB = 1UL << 25;

    /// <summary>Writes of the stage-1 translation registers are trapped.</summary>
    public const ulong TVM = 1UL << 26;

    /// <summary>Exceptions of EL0 are taken to EL2.</summary>
    public const ulong TGE = 1UL << 27;

    /// <summary>DC ZVA is trapped.</summary>
    public const ulong TDZ = 1UL << 28;

    /// <summary>HVC is disabled; RES0 with EL3.</summary>
    public const ulong HCD = 1UL << 29;

    /// <summary>Reads of the stage-1 translation registers are trapped.</summary>
    public const ulong TRVM = 1UL << 30;

    /// <summary>EL1 is AArch64; RAO/WI in a PE without AArch32.</summary>
    public const ulong RW = 1UL << 31;

    /// <summary>Data accesses of stage 2 are Non-cacheable.</summary>
    public const ulong CD = 1UL << 32;

    /// <summary>Instruction fetches of stage 2 are Non-cacheable.</summary>
    public const ulong ID = 1UL << 33;

    /// <summary>EL2 hosts an operating system (FEAT_VHE).</summary>
    public const ulong E2H = 1UL << 34;

    /// <summary>LORegion registers are trapped.</summary>
    public const ulong TLOR = 1UL << 35;

    /// <summary>Error record registers are trapped.</summary>
    public const ulong TERR = 1UL << 36;

    /// <summary>Synchronous external aborts are taken to EL2.</summary>
    public const ulong TEA = 1UL << 37;

    /// <summary>Pointer authentication keys are not trapped.</summary>
    public const ulong APK = 1UL << 40;

    /// <summary>Pointer authentication instructions are not trapped.</summary>
    public const ulong API = 1UL << 41;

    /// <summary>Nested virtualization.</summary>
    public const ulong NV = 1UL << 42;

    /// <summary>Stage 2 memory attributes override those of stage 1 (FEAT_S2FWB).</summary>
    public const ulong FWB = 1UL << 46;

    /// <summary>Fault injection registers are not trapped.</summary>
    public const ulong FIEN = 1UL << 47;

    /// <summary>Granule protection faults of EL1 and EL0 are taken to EL2.</summary>
    public const ulong GPF = 1UL << 48;

    /// <summary>Identification registers of group 4 are trapped.</summary>
    public const ulong TID4 = 1UL << 49;

    /// <summary>EL1 and EL0 see activity monitors less the virtual offsets (FEAT_AMUv1p1).</summary>
    public const ulong AMVOFFEN = 1UL << 51;

    /// <summary>IC IALLUIS is trapped.</summary>
    public const ulong TICAB = 1UL << 50;

    /// <summary>Cache maintenance to the point of unification is trapped, by instruction.</summary>
    public const ulong TOCU = 1UL << 52;

    /// <summary>SCXTNUM registers are not trapped.</summary>
    public const ulong EnSCXT = 1UL << 53;

    /// <summary>Inner Shareable TLB maintenance is trapped.</summary>
    public const ulong TTLBIS = 1UL << 54;

    /// <summary>Outer Shareable TLB maintenance is trapped.</summary>
    public const ulong TTLBOS = 1UL << 55;

    /// <summary>Allocation tags may be used.</summary>
    public const ulong ATA = 1UL << 56;

    /// <summary>The WFE trap delay is enabled.</summary>
    public const ulong TWEDEn = 1UL << 59;

    /// <summary>The WFE trap delay.</summary>
    public static BitField TWEDEL => new(60, 4);
}
