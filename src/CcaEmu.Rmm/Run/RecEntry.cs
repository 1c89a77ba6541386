using System.Buffers.Binary;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm.Run;

/// <summary>What happens between RMI_REC_ENTER and the first instruction of the Realm.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "REC entry".</remarks>
internal static class RecEntry
{
    private const ulong Controls =
        HCR_EL2.VM | HCR_EL2.SWIO | HCR_EL2.PTW | HCR_EL2.FMO | HCR_EL2.IMO | HCR_EL2.AMO | HCR_EL2.FB | BsuInnerShareable
        | HCR_EL2.TID3 | HCR_EL2.TSC | HCR_EL2.TEA | HCR_EL2.RW | HCR_EL2.API | HCR_EL2.APK | HCR_EL2.FWB
        | HCR_EL2.TERR | HCR_EL2.TLOR | HCR_EL2.EnSCXT;

    private const ulong BsuInnerShareable = 1UL << 10;
    // RES1 bits; SVE, trace registers and activity monitors trapped.
    private const ulong Cptr = 0x33FF | CPTR_EL2.TTA | CPTR_EL2.TAM;

    // Debug registers that no REC saves are shared with the host; profiling and trace filters are not a Realm's at all.
    private const ulong Mdcr = MDCR_EL2.TDOSA | MDCR_EL2.TDRA | MDCR_EL2.TDA | MDCR_EL2.TPMS | MDCR_EL2.TTRF;

    /// <summary>Finishes what the last exit left open, in the REC's saved state.</summary>
    /// <param name="context">The REC.</param>
    /// <param name="flags">The host's answers.</param>
    /// <param name="gprs">The host's enter.gprs.</param>
    /// <returns>
    /// False where the Realm's memory is missing for that: an exit has been prepared, and what is pending stays.
    /// </returns>
    public static bool TryComplete(RealmContext context, RmiRecEnterFlags flags, ReadOnlySpan<byte> gprs)
    {
        Rec rec = context.Rec;
        switch (rec.Pending)
        {
            case RecPending.HostCall:
                if (!TryCompleteHostCall(context, gprs))
                    return false;
                break;
            case RecPending.RipasChange:
                bool rejected = (flags & RmiRecEnterFlags.RipasResponse) != 0;
                bool refused = rejected && rec.RipasValue == Ripas.Ram && rec.RipasAddr != rec.RipasTop;
                rec[0] = (ulong)RsiStatus.Success;
                rec[1] = rec.RipasAddr;
                rec[2] = (ulong)(refused ? RmiResponse.Reject : RmiResponse.Accept);
                rec.RipasAddr = 0;
                rec.RipasTop = 0;
                break;
            case RecPending.RegisterRead:
                if (rec.RegisterReadRt != 31)
                    rec[rec.RegisterReadRt] = BinaryPrimitives.ReadUInt64LittleEndian(gprs);
                break;
        }
        rec.Pending = RecPending.None;
        return true;
    }

    /// <summary>Completes an access that the host has emulated: the instruction is skipped, and a load gets its value.</summary>
    public static void EmulateMmio(Rec rec, ulong value)
    {
        EsrValue esr = rec.AbortEsr;
        rec.Pc += 4;
        if (esr.WnR || esr.SRT == 31)
            return;
        int bits = 8 << esr.SAS;
        value <<= 64 - bits;
        value = esr.SSE ? (ulong)((long)value >> (64 - bits)) : value >> (64 - bits);
        rec[esr.SRT] = esr.SF ? value : (uint)value;
    }

    /// <summary>The EL2 registers that make EL1 and EL0 a REC's.</summary>
    public static ReadOnlySpan<SystemRegister> ControlRegisters =>
    [
        SystemRegister.HCR_EL2, SystemRegister.HCRX_EL2, SystemRegister.VTCR_EL2, SystemRegister.VTTBR_EL2, SystemRegister.VPIDR_EL2,
        SystemRegister.VMPIDR_EL2, SystemRegister.CPTR_EL2, SystemRegister.MDCR_EL2, SystemRegister.CNTVOFF_EL2, SystemRegister.CNTHCTL_EL2,
    ];

    /// <summary>Sets the EL2 registers that make EL1 and EL0 this REC's.</summary>
    public static void SetControls(RealmContext context, RmiRecEnterFlags flags)
    {
        ProcessingElement pe = context.Pe;
        RttTree tree = context.Tree;
        ulong hcr = Controls;
        if ((flags & RmiRecEnterFlags.TrapWfi) != 0)
            hcr |= HCR_EL2.TWI;
        if ((flags & RmiRecEnterFlags.TrapWfe) != 0)
            hcr |= HCR_EL2.TWE;
        if (context.Rec.IsErrorPending)
            hcr |= HCR_EL2.VSE;
        // In the order of ControlRegisters. Memory copy and set instructions are a Realm's to use, and the second control registers
        // of EL1, which have no field on these PEs.
        ReadOnlySpan<ulong> controls =
        [
            hcr, HCRX_EL2.MSCEn | HCRX_EL2.SCTLR2En | HCRX_EL2.TCR2En, tree.Geometry.TranslationControl(tree.IpaWidth, tree.StartLevel),
            VTTBR_EL2.VMID.Set(tree.Base, context.Rd.Vmid),
            pe[SystemRegister.MIDR_EL1], context.Rec.Mpidr.Value | 1UL << 31, Cptr, Mdcr | context.Monitors.Control, 0, context.SeenTimers.Control,
        ];
        context.Controls.Restore(pe, controls);
        if (context.Rmm.Mecids.IsOffered)
            pe[SystemRegister.VMECID_P_EL2] = pe[SystemRegister.VMECID_A_EL2] = context.Mecid;
    }

    private static bool TryCompleteHostCall(RealmContext context, ReadOnlySpan<byte> gprs)
    {
        Rec rec = context.Rec;
        if (context.Walk(rec.HostCallIpa).Ripas == Ripas.Empty)
        {
            // Another REC has given the page up meanwhile. Memory for it would not help: the host cannot make it RAM again.
            rec[0] = (ulong)RsiStatus.ErrorInput;
            return true;
        }
        if (!context.TryLocate(rec.HostCallIpa, out ulong address))
            return false;
        int offset = context.Rmm.Abi.HostCall.At(RsiHostCallLayout.Gprs)?.Offset ?? RsiHostCallLayout.Gprs;
        context.Memory.Write(address + (ulong)offset, gprs);
        rec[0] = (ulong)RsiStatus.Success;
        return true;
    }
}
