using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <summary>Where in a pointer the authentication code goes, by the translation regime of the current level.</summary>
/// <remarks>Arm ARM, J1.1 shared pseudocode InsertPAC, CalculateBottomPACBit; J1.3 EffectiveTBI.</remarks>
/// <param name="BottomBit">Lowest bit of the code: the width of an address in bits.</param>
/// <param name="HasTag">Bits 63:56 are a tag and stay out of the code (TBI).</param>
internal readonly record struct PacField(int BottomBit, bool HasTag)
{
    /// <summary>Bits of a pointer that hold the code: below bit 55, and above it where there is no tag.</summary>
    public ulong Mask => Below(55) & ~Below(BottomBit) | (HasTag ? 0 : 0xFF00_0000_0000_0000);

    /// <summary>The field of a pointer that bit 55 says the range of.</summary>
    public static PacField Of(ProcessingElement pe, ulong pointer, bool data) =>
        new(BottomBitOf(pe, (pointer >> 55 & 1) != 0), HasTagIn(pe, pointer, data));

    /// <summary>Lowest bit of the code in pointers of one range.</summary>
    public static int BottomBitOf(ProcessingElement pe, bool upper)
    {
        TranslationSpace space = pe.SpaceOf(pe.CurrentLevel);
        return space.RangeOf(upper ? ulong.MaxValue : 0).InputBits;
    }

    /// <summary>Whether bits 63:56 of a pointer are a tag.</summary>
    public static bool HasTagIn(ProcessingElement pe, ulong pointer, bool data)
    {
        bool upper = (pointer >> 55 & 1) != 0;
        (ulong tcr, bool twoRanges) = ControlOf(pe);
        ulong tbi = !twoRanges ? TCR_ELx.TBI : upper ? TCR_EL1.TBI1 : TCR_EL1.TBI0;
        ulong tbid = !twoRanges ? TCR_ELx.TBID : upper ? TCR_EL1.TBID1 : TCR_EL1.TBID0;
        return (tcr & tbi) != 0 && (data || (tcr & tbid) == 0);
    }

    /// <summary>The bit that says, before a code is put in, which range a pointer is meant for.</summary>
    public static bool SelectsUpper(ProcessingElement pe, ulong pointer, bool data)
    {
        (ulong tcr, bool twoRanges) = ControlOf(pe);
        bool bit55 = twoRanges
            ? IsTagged(tcr, TCR_EL1.TBI1, TCR_EL1.TBID1, data) || IsTagged(tcr, TCR_EL1.TBI0, TCR_EL1.TBID0, data)
            : HasTagIn(pe, pointer, data);
        return (pointer >> (bit55 ? 55 : 63) & 1) != 0;
    }

    /// <summary>A pointer whose code bits and bit 55 are as in an address of the range.</summary>
    public ulong Canonical(ulong pointer, bool upper)
    {
        ulong extension = Mask | 1UL << 55;
        return upper ? pointer | extension : pointer & ~extension;
    }

    private static bool IsTagged(ulong tcr, ulong tbi, ulong tbid, bool data) => (tcr & tbi) != 0 && (data || (tcr & tbid) == 0);

    private static ulong Below(int bit) => (1UL << bit) - 1;

    private static (ulong Tcr, bool TwoRanges) ControlOf(ProcessingElement pe) => PointerAuthentication.RegimeLevelOf(pe) switch
    {
        ExceptionLevel.EL3 => (pe.Raw(SystemRegister.TCR_EL3), false),
        ExceptionLevel.EL2 => (pe.Raw(SystemRegister.TCR_EL2), pe.Features.Has(Feature.FEAT_VHE) && (pe.Raw(SystemRegister.HCR_EL2) & HCR_EL2.E2H) != 0),
        _ => (pe.Raw(SystemRegister.TCR_EL1), true),
    };
}
