using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>The MECIDs with which a regime, or a stage 2, reaches the Realm physical address space; all zero where SCTLR2_ELx.EMEC is off in effect, and without FEAT_MEC.</summary>
/// <param name="Enabled">SCTLR2_ELx.EMEC, in effect.</param>
/// <param name="Walk">Of table fetches.</param>
/// <param name="Flat">Of accesses by a stage 1 that is off.</param>
/// <param name="P0">Of leaves without AMEC, in the lower range or the only one.</param>
/// <param name="A0">Of leaves with AMEC there.</param>
/// <param name="P1">Of leaves without AMEC, in the upper range.</param>
/// <param name="A1">Of leaves with AMEC there.</param>
/// <param name="Refused0">Whether a leaf with AMEC in the lower range is a translation fault.</param>
/// <param name="Refused1">Whether one in the upper range is.</param>
/// <remarks>
/// Arm ARM, D8.12 "Memory Encryption Contexts extension"; J1.1 shared pseudocode AArch64.S1OutputMECID, AArch64.S1TTWalkMECID, AArch64.S1DisabledOutputMECID,
/// AArch64.S1AMECFault, AArch64.S2OutputMECID, AArch64.S2TTWalkMECID. A MECID register must not be cached in a TLB: its value is part of what a space is chosen by.
/// </remarks>
internal readonly record struct EncryptionContexts(
    bool Enabled, ushort Walk, ushort Flat, ushort P0, ushort A0, ushort P1, ushort A1, bool Refused0, bool Refused1)
{
    private const ulong Amec = 1UL << 63;

    /// <summary>Those of stage 1 of a regime, by the registers as they are now.</summary>
    public static EncryptionContexts OfStage1(ProcessingElement pe, Regime regime, SecurityState state)
    {
        if (!pe.Features.Has(Feature.FEAT_MEC))
            return default;
        if (regime == Regime.EL3)
        {
            ushort alternate = Mecid(pe, R.MECID_RL_A_EL3);
            return (pe.Raw(R.SCTLR2_EL3) & SCTLR2_ELx.EMEC) == 0 ? default : new(true, 0, 0, alternate, alternate, 0, 0, false, false);
        }
        if (!IsEnabled(pe, state))
            return default;
        if (regime == Regime.EL10)
            return Virtual(pe, Mecid(pe, R.VMECID_P_EL2));
        ulong tcr2 = (pe.Raw(R.SCR_EL3) & SCR_EL3.TCR2En) != 0 ? pe.Raw(R.TCR2_EL2) : 0;
        ushort p0 = Mecid(pe, R.MECID_P0_EL2), p1 = Mecid(pe, R.MECID_P1_EL2);
        bool host = regime == Regime.EL20;
        ushort walk = host && (pe.Raw(R.TCR_EL2) & TCR_EL1.A1) == 0 ? p1 : p0;
        return new(true, walk, p0, p0, Mecid(pe, R.MECID_A0_EL2), host ? p1 : (ushort)0, host ? Mecid(pe, R.MECID_A1_EL2) : (ushort)0,
            (tcr2 & TCR2_EL2.AMEC0) == 0, host && (tcr2 & TCR2_EL2.AMEC1) == 0);
    }

    /// <summary>Those of stage 2, by the registers as they are now.</summary>
    public static EncryptionContexts OfStage2(ProcessingElement pe, SecurityState state) =>
        pe.Features.Has(Feature.FEAT_MEC) && IsEnabled(pe, state) ? Virtual(pe, Mecid(pe, R.VMECID_A_EL2)) : default;

    /// <summary>The MECID of an access by a leaf.</summary>
    /// <param name="descriptor">The leaf.</param>
    /// <param name="output">The address space it maps.</param>
    /// <param name="upper">Whether it is of the upper range.</param>
    public ushort Of(ulong descriptor, Pas output, bool upper)
    {
        if (output != Pas.Realm)
            return 0;
        bool alternate = (descriptor & Amec) != 0;
        return upper ? alternate ? A1 : P1 : alternate ? A0 : P0;
    }

    /// <summary>Whether a leaf of stage 1 asks for an alternate MECID where none may be asked for.</summary>
    public bool Refuses(ulong descriptor, Pas output, bool upper) =>
        output == Pas.Realm && (descriptor & Amec) != 0 && (upper ? Refused1 : Refused0);

    private static EncryptionContexts Virtual(ProcessingElement pe, ushort alternate)
    {
        ushort primary = Mecid(pe, R.VMECID_P_EL2);
        return new(true, primary, primary, primary, alternate, primary, alternate, false, false);
    }

    private static bool IsEnabled(ProcessingElement pe, SecurityState state) => state == SecurityState.Realm
        && (pe.Raw(R.SCR_EL3) & SCR_EL3.SCTLR2En) != 0 && (pe.Raw(R.SCTLR2_EL2) & SCTLR2_ELx.EMEC) != 0;

    private static ushort Mecid(ProcessingElement pe, R register) => (ushort)pe.Raw(register);
}
