using CcaEmu.Arm.A64;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>S1TTWParams of the Arm ARM's J1.1: AArch64.GetS1TTWParams for the regimes EL1&amp;0, EL2 and EL3.</summary>
internal readonly record struct ReferenceStage1Parameters
{
    public ReferenceStage1Parameters(ProcessingElement pe, ReferenceRegime regime, ulong va)
    {
        bool upper = (va >> 55 & 1) != 0;
        (R tcrName, R ttbr, R mair, R sctlrName) = regime switch
        {
            ReferenceRegime.EL3 => (R.TCR_EL3, R.TTBR0_EL3, R.MAIR_EL3, R.SCTLR_EL3),
            ReferenceRegime.EL20 => (R.TCR_EL2, upper ? R.TTBR1_EL2 : R.TTBR0_EL2, R.MAIR_EL2, R.SCTLR_EL2),
            ReferenceRegime.EL2 => (R.TCR_EL2, R.TTBR0_EL2, R.MAIR_EL2, R.SCTLR_EL2),
            _ => (R.TCR_EL1, upper ? R.TTBR1_EL1 : R.TTBR0_EL1, R.MAIR_EL1, R.SCTLR_EL1),
        };
        ulong tcr = pe[tcrName], sctlr = pe[sctlrName];
        Ttbr = pe[ttbr];
        Mair = pe[mair];
        M = (sctlr & 1) != 0;
        A = (sctlr >> 1 & 1) != 0;
        Wxn = (sctlr >> 19 & 1) != 0;
        bool two = TwoRanges = regime is ReferenceRegime.EL20 or ReferenceRegime.EL10;
        bool second = two && upper;
        TxSZ = (int)(tcr >> (second ? 16 : 0)) & 63;
        GranuleBits = second
            ? (tcr >> 30 & 3) switch { 1 => 14, 3 => 16, _ => 12 }
            : (tcr >> 14 & 3) switch { 1 => 16, 2 => 14, _ => 12 };
        Ps = (int)(tcr >> (two ? 32 : 16)) & 7;
        Tbi = (tcr >> (!two ? 20 : upper ? 38 : 37) & 1) != 0;
        Hpd = (tcr >> (!two ? 24 : upper ? 42 : 41) & 1) != 0;
        Tbid = pe.Features.Has(Feature.FEAT_PAuth) && (tcr >> (!two ? 29 : upper ? 52 : 51) & 1) != 0;
        E0pd = two && pe.Features.Has(Feature.FEAT_E0PD) && (tcr >> (upper ? 56 : 55) & 1) != 0;
        Ha = (tcr >> (two ? 39 : 21) & 1) != 0;
        Hd = Ha && (tcr >> (two ? 40 : 22) & 1) != 0;
        Epan = (sctlr >> 57 & 1) != 0;
        Ds = GranuleBits != 16 && pe.Features.Has(Feature.FEAT_LPA2) && (tcr >> (two ? 59 : 32) & 1) != 0;
        Sh = (int)(tcr >> (second ? 28 : 12)) & 3;
        Sif = pe.Features.Has(Feature.FEAT_SEL2) && (pe[R.SCR_EL3] >> 9 & 1) != 0;
        C = (sctlr >> 2 & 1) != 0;
        Epd = two && (tcr >> (upper ? 23 : 7) & 1) != 0;
    }

    public bool TwoRanges { get; }

    public bool Tbid { get; }

    public bool Ds { get; }

    public int Sh { get; }

    public bool Sif { get; }

    public bool E0pd { get; }

    public bool Ha { get; }

    public bool Hd { get; }

    public bool Epan { get; }

    public bool C { get; }

    public ulong Ttbr { get; }

    public ulong Mair { get; }

    public bool M { get; }

    public bool A { get; }

    public bool Wxn { get; }

    public bool Tbi { get; }

    public bool Hpd { get; }

    public bool Epd { get; }

    public int TxSZ { get; }

    public int GranuleBits { get; }

    public int Ps { get; }
}
