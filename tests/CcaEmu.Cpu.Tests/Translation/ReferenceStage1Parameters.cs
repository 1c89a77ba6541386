using CcaEmu.Arm;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>S1TTWParams of the Arm ARM's J1.1: AArch64.GetS1TTWParams for the regimes EL1&amp;0, EL2 and EL3.</summary>
internal readonly record struct ReferenceStage1Parameters
{
    public ReferenceStage1Parameters(ProcessingElement pe, ExceptionLevel el, ulong va)
    {
        bool upper = (va >> 55 & 1) != 0;
        (R tcrName, R ttbr, R mair, R sctlrName) = el switch
        {
            ExceptionLevel.EL3 => (R.TCR_EL3, R.TTBR0_EL3, R.MAIR_EL3, R.SCTLR_EL3),
            ExceptionLevel.EL2 => (R.TCR_EL2, R.TTBR0_EL2, R.MAIR_EL2, R.SCTLR_EL2),
            _ => (R.TCR_EL1, upper ? R.TTBR1_EL1 : R.TTBR0_EL1, R.MAIR_EL1, R.SCTLR_EL1),
        };
        ulong tcr = pe[tcrName], sctlr = pe[sctlrName];
        Ttbr = pe[ttbr];
        Mair = pe[mair];
        M = (sctlr & 1) != 0;
        A = (sctlr >> 1 & 1) != 0;
        Wxn = (sctlr >> 19 & 1) != 0;
        bool two = el < ExceptionLevel.EL2;
        bool second = two && upper;
        TxSZ = (int)(tcr >> (second ? 16 : 0)) & 63;
        GranuleBits = second
            ? (tcr >> 30 & 3) switch { 1 => 14, 3 => 16, _ => 12 }
            : (tcr >> 14 & 3) switch { 1 => 16, 2 => 14, _ => 12 };
        Ps = (int)(tcr >> (two ? 32 : 16)) & 7;
        Tbi = (tcr >> (!two ? 20 : upper ? 38 : 37) & 1) != 0;
        Hpd = (tcr >> (!two ? 24 : upper ? 42 : 41) & 1) != 0;
        Epd = two && (tcr >> (upper ? 23 : 7) & 1) != 0;
    }

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
