using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Rmm.Recs;

/// <summary>The registers below EL2, and what EL2 has of the Realm's errors, that a REC has of its own.</summary>
/// <remarks>
/// EL3 switches the EL2 registers of the worlds but none of these: the RMM saves the host's and restores the REC's on entry, and
/// the other way on exit. GIC virtual interface registers (ICH_*) are not among them: the Realm runs on what the host wrote. The
/// performance monitors are switched by <see cref="RecMonitors"/>, where a Realm has them.
/// </remarks>
internal static class RecRegisters
{
    // As a PE keeps them, which is the fastest order for a bank.
    private static readonly R[] _inOrder = [.. Unordered.ToArray().Order()];

    private static readonly ushort[] _offsets = OffsetsOf(_inOrder);

    /// <summary>The registers, in the order of the REC granule.</summary>
    public static ReadOnlySpan<R> All => _inOrder;

    private static ReadOnlySpan<R> Unordered =>
    [
        R.SP_EL0, R.SP_EL1, R.SCTLR_EL1, R.ACTLR_EL1, R.CPACR_EL1, R.TTBR0_EL1, R.TTBR1_EL1, R.TCR_EL1, R.MAIR_EL1, R.AMAIR_EL1,
        R.ESR_EL1, R.FAR_EL1, R.AFSR0_EL1, R.AFSR1_EL1, R.ELR_EL1, R.SPSR_EL1, R.VBAR_EL1, R.CONTEXTIDR_EL1, R.PAR_EL1,
        R.TPIDR_EL0, R.TPIDRRO_EL0, R.TPIDR_EL1, R.CSSELR_EL1, R.FPCR, R.FPSR, R.DISR_EL1, R.SCXTNUM_EL0, R.SCXTNUM_EL1,
        R.CNTKCTL_EL1, R.CNTP_CTL_EL0, R.CNTP_CVAL_EL0, R.CNTV_CTL_EL0, R.CNTV_CVAL_EL0,
        R.APIAKeyLo_EL1, R.APIAKeyHi_EL1, R.APIBKeyLo_EL1, R.APIBKeyHi_EL1, R.APDAKeyLo_EL1, R.APDAKeyHi_EL1,
        R.APDBKeyLo_EL1, R.APDBKeyHi_EL1, R.APGAKeyLo_EL1, R.APGAKeyHi_EL1,
        R.MDSCR_EL1, R.MDCCINT_EL1,
        R.DBGBVR0_EL1, R.DBGBCR0_EL1, R.DBGBVR1_EL1, R.DBGBCR1_EL1, R.DBGBVR2_EL1, R.DBGBCR2_EL1,
        R.DBGBVR3_EL1, R.DBGBCR3_EL1, R.DBGBVR4_EL1, R.DBGBCR4_EL1, R.DBGBVR5_EL1, R.DBGBCR5_EL1,
        R.DBGWVR0_EL1, R.DBGWCR0_EL1, R.DBGWVR1_EL1, R.DBGWCR1_EL1, R.DBGWVR2_EL1, R.DBGWCR2_EL1, R.DBGWVR3_EL1, R.DBGWCR3_EL1,
        // Beyond what a Realm may have, so that those of the host do not match in it.
        R.DBGWVR4_EL1, R.DBGWCR4_EL1, R.DBGWVR5_EL1, R.DBGWCR5_EL1,
        // What EL0 may reach decides whether its access comes to EL1 or to EL2.
        R.PMUSERENR_EL0, R.AMUSERENR_EL0,
        // DISR_EL1 as the Realm sees it, and the syndrome of a virtual SError that it has not taken yet.
        R.VDISR_EL2, R.VSESR_EL2,
    ];

    /// <summary>How many; there are more than general-purpose registers.</summary>
    public static int Count => _inOrder.Length;

    /// <summary>Offset of a register in the REC granule.</summary>
    /// <param name="register">One of <see cref="All"/>.</param>
    public static int OffsetOf(R register) => _offsets[(int)register];

    /// <summary>The registers as a bank of a PE.</summary>
    public static RegisterBank BankOf(ProcessingElement pe) => new(All, pe.Features);

    /// <summary>What a register holds when a REC starts: its architected reset value.</summary>
    public static ulong ResetValue(R register) => SystemRegisterTable.Get(register).ResetValue;

    private static ushort[] OffsetsOf(R[] registers)
    {
        ushort[] offsets = new ushort[(int)registers[^1] + 1];
        for (int i = 0; i < registers.Length; i++)
            offsets[(int)registers[i]] = (ushort)(RecLayout.SystemRegisters + i * 8);
        return offsets;
    }
}
