using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu.Accounting;

namespace CcaEmu.Cpu.Instructions;

/// <summary>TLBI: works out what an instruction and its operand name, and has each PE that hears of it drop that.</summary>
/// <remarks>
/// Arm ARM, C5.5; J1.1 shared pseudocode AArch64.TLBIRange and the TLBI functions. A PE has dropped it before the next instruction, so that
/// the nXS forms do what the others do.
/// </remarks>
internal static class TlbMaintenance
{
    private const ulong AddressBits = 0x00FF_FFFF_FFFF_FFFF;

    /// <summary>Executes a TLBI.</summary>
    public static void Execute(ProcessingElement pe, SystemInstruction instruction, ulong argument)
    {
        pe.Count(WorkStep.TlbMaintenance);
        SecurityState state = instruction.Level == ExceptionLevel.EL3 ? SecurityState.Root : pe.LowerSecurityState;
        // At EL3 with a reserved state selected below there is nothing to drop.
        if (state == SecurityState.Root && instruction.Level != ExceptionLevel.EL3)
            return;
        TlbInvalidation what = Describe(pe, instruction, state, argument);
        foreach (ProcessingElement hearer in pe.Hearers(instruction.Broadcast || IsForcedToBroadcast(pe)))
            hearer.InvalidateTlb(what);
    }

    private static TlbInvalidation Describe(ProcessingElement pe, SystemInstruction instruction, SecurityState state, ulong argument)
    {
        Regime regime = instruction.Level switch
        {
            ExceptionLevel.EL3 => Regime.EL3,
            ExceptionLevel.EL2 => pe.RegimeOf(ExceptionLevel.EL2),
            // The EL1 forms are about the host's regime where EL0 belongs to the host; not those that EL2 alone has.
            _ => instruction.Minimum == ExceptionLevel.EL1 ? pe.RegimeOf(ExceptionLevel.EL0) : Regime.EL10,
        };
        bool stage2 = instruction.Tlbi is TlbiForm.All or TlbiForm.VmallS12 or TlbiForm.Ipas2 && regime == Regime.EL10;
        var what = new TlbInvalidation
        {
            Regime = regime,
            State = state,
            Vmid = regime == Regime.EL10 && instruction.Tlbi != TlbiForm.All && pe.El2Enabled ? CurrentVmid(pe) : null,
            ReachesStage2 = stage2,
            LastLevelOnly = instruction.LastLevelOnly,
        };
        return instruction.Tlbi switch
        {
            TlbiForm.Asid => what with { Asid = AsidIn(pe, regime, argument) },
            TlbiForm.Va => WithAddresses(what, instruction, argument, HasLargeAddress(pe, regime)),
            _ => what,
        };
    }

    private static TlbInvalidation WithAddresses(in TlbInvalidation what, SystemInstruction instruction, ulong argument, bool large)
    {
        if (!instruction.IsRange)
            return what with { ByAddress = true, Address = argument << 12 & AddressBits, Bytes = 0x1000 };
        int granule = (int)(argument >> 46 & 3) switch { 1 => 12, 2 => 14, 3 => 16, _ => 0 };
        // A reserved granule names nothing that is certain: everything goes.
        if (granule == 0)
            return what;
        int scale = (int)(argument >> 44) & 3, number = (int)(argument >> 39) & 31;
        // BaseADDR is in granules, or in 64 KiB with TCR_ELx.DS, and sign-extended, as the addresses of the upper range are.
        ulong first = (ulong)((long)(argument << 27) >> 27) << (large ? 16 : granule) & AddressBits;
        return what with { ByAddress = true, Address = first, Bytes = (ulong)(number + 1) << (5 * scale + 1) << granule };
    }

    // J1.1 shared pseudocode HasLargeAddress; without FEAT_LPA2 the bits are RES0.
    private static bool HasLargeAddress(ProcessingElement pe, Regime regime) => regime switch
    {
        Regime.EL10 => (pe.Raw(SystemRegister.TCR_EL1) & TCR_EL1.DS) != 0,
        Regime.EL20 => (pe.Raw(SystemRegister.TCR_EL2) & TCR_EL1.DS) != 0,
        Regime.EL2 => (pe.Raw(SystemRegister.TCR_EL2) & TCR_ELx.DS) != 0,
        _ => (pe.Raw(SystemRegister.TCR_EL3) & TCR_ELx.DS) != 0,
    };

    private static ushort CurrentVmid(ProcessingElement pe) =>
        Stage2Geometry.VmidOf(pe.Raw(SystemRegister.VTCR_EL2), pe.Raw(SystemRegister.VTTBR_EL2));

    private static ushort AsidIn(ProcessingElement pe, Regime regime, ulong argument)
    {
        bool wide = (pe.Raw(regime == Regime.EL20 ? SystemRegister.TCR_EL2 : SystemRegister.TCR_EL1) & TCR_EL1.AS) != 0;
        return (ushort)(wide ? argument >> 48 : argument >> 48 & 0xFF);
    }

    private static bool IsForcedToBroadcast(ProcessingElement pe) =>
        pe.CurrentLevel == ExceptionLevel.EL1 && pe.El2Enabled && (pe.Raw(SystemRegister.HCR_EL2) & HCR_EL2.FB) != 0;
}
