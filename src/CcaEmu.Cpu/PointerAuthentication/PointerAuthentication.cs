using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <summary>What becomes of a pointer that is signed or authenticated.</summary>
internal enum PacOutcome : byte
{
    /// <summary>There is a result.</summary>
    Done,

    /// <summary>The use of pointer authentication is trapped to EL2 (EC 0x09).</summary>
    TrappedToEl2,

    /// <summary>The use of pointer authentication is trapped to EL3 (EC 0x09).</summary>
    TrappedToEl3,

    /// <summary>The code is wrong, and FEAT_FPAC makes that an exception (EC 0x1C).</summary>
    Failed,
}

/// <summary>Pointer authentication of one PE: codes are put into pointers, checked and taken out.</summary>
/// <remarks>Arm ARM, D8.10 "Pointer authentication"; J1.1 shared pseudocode InsertPAC, Authenticate, Strip, AddPACGA, ComputePAC.</remarks>
internal sealed class PointerAuthentication(PeFeatures features)
{
    private readonly bool _enhanced = features.Has(Feature.FEAT_EPAC);
    private readonly bool _folded = features.Has(Feature.FEAT_PAuth2);
    private readonly bool _faults = features.Has(Feature.FEAT_FPAC);
    private readonly bool _combinedFaults = features.Has(Feature.FEAT_FPACCOMBINE);
    private readonly bool _qarma5 = features.Has(Feature.FEAT_PACQARMA5);
    private readonly bool _qarma3 = features.Has(Feature.FEAT_PACQARMA3);

    /// <summary>Level whose registers control the current level's stage 1: EL2 for EL0 below a host.</summary>
    public static ExceptionLevel RegimeLevelOf(ProcessingElement pe) =>
        pe.CurrentLevel != ExceptionLevel.EL0 ? pe.CurrentLevel : IsHostAbove(pe) ? ExceptionLevel.EL2 : ExceptionLevel.EL1;

    /// <summary>AddPACIA and its kin.</summary>
    public PacOutcome Add<TKey>(ProcessingElement pe, ulong pointer, ulong modifier, out ulong result) where TKey : struct, IPacKey
    {
        result = pointer;
        if (!IsEnabled<TKey>(pe))
            return PacOutcome.Done;
        PacOutcome trap = TrapOf(pe);
        if (trap == PacOutcome.Done)
            result = Insert(pe, pointer, modifier, TKey.Low, TKey.IsData);
        return trap;
    }

    /// <summary>AuthIA and its kin.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="pointer">Pointer with a code.</param>
    /// <param name="modifier">What it was signed with.</param>
    /// <param name="isCombined">Part of a load, branch or return, where only FEAT_FPACCOMBINE faults.</param>
    /// <param name="result">The pointer without code; one that cannot be used where the code is wrong and nothing faults.</param>
    public PacOutcome Authenticate<TKey>(ProcessingElement pe, ulong pointer, ulong modifier, bool isCombined, out ulong result)
        where TKey : struct, IPacKey
    {
        result = pointer;
        if (!IsEnabled<TKey>(pe))
            return PacOutcome.Done;
        PacOutcome trap = TrapOf(pe);
        if (trap != PacOutcome.Done)
            return trap;
        PacField field = PacField.Of(pe, pointer, TKey.IsData);
        ulong original = field.Canonical(pointer, (pointer >> 55 & 1) != 0);
        ulong code = Compute(pe, original, modifier, TKey.Low) & field.Mask;
        if (!_folded)
        {
            result = code == (pointer & field.Mask) ? original : Corrupt(original, field, TKey.Number);
            return PacOutcome.Done;
        }
        result = pointer ^ code;
        bool wrong = result != original;
        return wrong && (_combinedFaults || (_faults && !isCombined)) ? PacOutcome.Failed : PacOutcome.Done;
    }

    /// <summary>PACGA: a code of 32 bits for any two words.</summary>
    public PacOutcome AddGeneric(ProcessingElement pe, ulong x, ulong y, out ulong result)
    {
        PacOutcome trap = TrapOf(pe);
        result = trap == PacOutcome.Done ? Compute(pe, x, y, SystemRegister.APGAKeyLo_EL1) & 0xFFFF_FFFF_0000_0000 : 0;
        return trap;
    }

    /// <summary>XPAC: takes the code out of a pointer, right or wrong.</summary>
    public static ulong Strip(ProcessingElement pe, ulong pointer, bool data) =>
        PacField.Of(pe, pointer, data).Canonical(pointer, (pointer >> 55 & 1) != 0);

    /// <summary>ComputePAC by the algorithm of this PE.</summary>
    public ulong Compute(ulong data, ulong modifier, ulong key0, ulong key1) =>
        _qarma5 ? Qarma.Compute<Sigma2>(data, modifier, key0, key1, 4)
        : _qarma3 ? Qarma.Compute<Sigma1>(data, modifier, key0, key1, 2)
        : FastPac.Compute(data, modifier, key0, key1);

    /// <summary>Whether EL2 is the host of EL0: HCR_EL2.{E2H,TGE} are both set.</summary>
    public static bool IsHostAbove(ProcessingElement pe)
    {
        const ulong Host = HCR_EL2.E2H | HCR_EL2.TGE;
        return pe.Features.Has(Feature.FEAT_VHE) && pe.El2Enabled && (pe.Raw(SystemRegister.HCR_EL2) & Host) == Host;
    }

    private static bool IsEnabled<TKey>(ProcessingElement pe) where TKey : struct, IPacKey =>
        (pe.Raw(TranslationRegime.SctlrOf(RegimeLevelOf(pe))) & TKey.Enable) != 0;

    // HCR_EL2.API and SCR_EL3.API.
    private static PacOutcome TrapOf(ProcessingElement pe)
    {
        ExceptionLevel level = pe.CurrentLevel;
        bool guest = level == ExceptionLevel.EL1 || (level == ExceptionLevel.EL0 && !IsHostAbove(pe));
        if (guest && pe.El2Enabled && (pe.Raw(SystemRegister.HCR_EL2) & HCR_EL2.API) == 0)
            return PacOutcome.TrappedToEl2;
        bool allowed = level == ExceptionLevel.EL3 || (pe.Raw(SystemRegister.SCR_EL3) & SCR_EL3.API) != 0;
        return allowed ? PacOutcome.Done : PacOutcome.TrappedToEl3;
    }

    private ulong Compute(ProcessingElement pe, ulong data, ulong modifier, SystemRegister low) =>
        Compute(data, modifier, pe.Raw(low + 1), pe.Raw(low));

    private ulong Insert(ProcessingElement pe, ulong pointer, ulong modifier, SystemRegister low, bool data)
    {
        bool upper = PacField.SelectsUpper(pe, pointer, data);
        var field = new PacField(PacField.BottomBitOf(pe, upper), PacField.HasTagIn(pe, pointer, data));
        ulong extended = field.Canonical(pointer, upper);
        ulong code = Compute(pe, extended, modifier, low);
        ulong bit55 = upper ? 1UL << 55 : 0;
        ulong rest = pointer & ~(field.Mask | 1UL << 55);
        if (_folded)
            return rest | bit55 | (pointer ^ code) & field.Mask;
        // A pointer that is no address to begin with gets a code that never is right.
        int top = field.HasTag ? 55 : 63;
        ulong above = pointer << (63 - top) >> (63 - top) >> field.BottomBit;
        ulong ones = ulong.MaxValue >> (63 - top) >> field.BottomBit;
        if (above != 0 && above != ones)
            code = _enhanced ? 0 : code ^ 1UL << (top - 1);
        return rest | bit55 | code & field.Mask;
    }

    // The error code goes to bits 54:53 below a tag, else to bits 62:61: the address is in neither range then.
    private static ulong Corrupt(ulong original, PacField field, ulong keyNumber)
    {
        int position = field.HasTag ? 53 : 61;
        ulong error = keyNumber << 1 | (keyNumber ^ 1);
        return original & ~(3UL << position) | error << position;
    }
}
