using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Recs;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Rmm.Run;

/// <summary>Trapped MRS and MSR of a Realm.</summary>
/// <remarks>
/// Identification registers show what a Realm may use. Accesses to the GIC's CPU interface are the host's affair. What does not
/// exist for Realms is UNDEFINED. Debug registers are trapped (MDCR_EL2.TDA, TDOSA, TDRA) because not all are the REC's own; those that are work as
/// usual: breakpoints, watchpoints, MDSCR_EL1, MDCCINT_EL1, OS Lock, claim tags. The rest is the way to an external debugger, which a Realm must not have:
/// DTRs, OSECCR_EL1, OSDLR_EL1, DBGPRCR_EL1. Like anything else that is trapped they read as zero and ignore writes, as with TF-RMM, so nothing is to be
/// saved. Arm ARM (DDI 0487), MDCR_EL2. RMM specification 2.0 (DEN0137), section "REC
/// exit due to synchronous exception"; the value of a write travels in gprs[0], on which hosts depend.
/// </remarks>
internal sealed class RealmSystemRegisters(RealmContext context)
{
    /// <summary>Handles a trapped access.</summary>
    public RealmOutcome Handle(EsrValue esr)
    {
        SystemRegisterEncoding encoding = esr.SystemRegister;
        if (IsGicCpuInterface(encoding))
            return ExitToHost(esr);
        bool isNamed = SystemRegisterTable.TryFind(encoding.Value, out R register);
        if (IsUndefined(encoding) || (isNamed && IsBeyondRealm(register)))
        {
            ExceptionInjection.Unknown(context.Pe, context.Pe[R.ELR_EL2]);
            return RealmOutcome.Resume;
        }
        if (isNamed && IsOwnDebug(encoding, register))
            Move(esr, register);
        else if (isNamed && context.Monitors.Has(register))
            MoveMonitor(esr, register);
        else if (esr.IsRead)
            context.SetGpr(esr.Rt, encoding.IsIdentificationSpace ? Identification(encoding) : 0);
        context.AdvancePc();
        return RealmOutcome.Resume;
    }

    // Breakpoints, watchpoints and what else of self-hosted debug a REC has for itself.
    private static bool IsOwnDebug(SystemRegisterEncoding encoding, R register) =>
        encoding.Op0 == 2 && (RecRegisters.All.Contains(register) || DebugLocks.Has(register));

    // Breakpoints and watchpoints that ID_AA64DFR0_EL1 does not promise the Realm, and event counters that are not its own.
    private bool IsBeyondRealm(R register) => register switch
    {
        >= R.DBGBVR0_EL1 and <= R.DBGBCR5_EL1 => (register - R.DBGBVR0_EL1) / 2 > context.Rd.NumBps,
        >= R.DBGWVR0_EL1 and <= R.DBGWCR5_EL1 => (register - R.DBGWVR0_EL1) / 2 > context.Rd.NumWps,
        >= R.PMEVCNTR0_EL0 and <= R.PMEVTYPER30_EL0 => context.Monitors.Counters is not null && !context.Monitors.Has(register),
        _ => false,
    };

    private void MoveMonitor(EsrValue esr, R register)
    {
        if (esr.IsRead)
            context.SetGpr(esr.Rt, context.Monitors.Read(register));
        else
            context.Monitors.Write(register, context.Gpr(esr.Rt));
    }

    private void Move(EsrValue esr, R register)
    {
        if (esr.IsRead)
            context.SetGpr(esr.Rt, context.Pe[register]);
        else
            context.Pe[register] = context.Gpr(esr.Rt);
    }

    private RealmOutcome ExitToHost(EsrValue esr)
    {
        context.Exit.Begin(RmiRecExitReason.Sync).With(RmiRecRunLayout.ExitEsr, ESR_ELx.Rt.Set(esr.Value, 0));
        if (esr.IsRead)
        {
            Rec rec = context.Rec;
            rec.RegisterReadRt = esr.Rt;
            rec.Pending = RecPending.RegisterRead;
        }
        else
            context.Exit.WithGpr(0, context.Gpr(esr.Rt));
        context.AdvancePc();
        return RealmOutcome.Exit;
    }

    // ICC_PMR_EL1 and the ICC registers of CRn 12.
    private static bool IsGicCpuInterface(SystemRegisterEncoding r) =>
        r is { Op0: 3, Op1: 0 } && ((r.CRn == 4 && r.CRm == 6 && r.Op2 == 0) || (r.CRn == 12 && r.CRm is 8 or 9 or 11 or 12));

    // BRBE, MPAM, S2POR_EL1, and everything IMPLEMENTATION DEFINED.
    private static bool IsUndefined(SystemRegisterEncoding r) =>
        r is { Op0: 2, Op1: 1, CRn: 8 or 9 }
        || r is { Op0: 3, Op1: 0, CRn: 10, CRm: 4 or 5 }
        || r is { Op0: 3, Op1: 0, CRn: 10, CRm: 2, Op2: 5 }
        || r is { Op0: 3, CRn: 11 or 15 };

    private ulong Identification(SystemRegisterEncoding encoding)
    {
        if (!SystemRegisterTable.TryFind(encoding.Value, out R register))
            return 0;
        ulong value = context.Pe[register];
        return register switch
        {
            R.ID_AA64PFR0_EL1 => Without(value, 32, 40, 44), // SVE, MPAM, AMU
            R.ID_AA64PFR1_EL1 => Without(value, 16, 24), // MPAM_frac, SME
            R.ID_AA64ZFR0_EL1 or R.ID_AA64SMFR0_EL1 or R.ID_AA64DFR1_EL1 => 0,
            R.ID_AA64DFR0_EL1 => Debug(Without(context.Monitors.Counters is null ? Without(value, 8) : value, 4, 32, 40, 44, 52, 60)), // TraceVer, PMUVer, PMSVer, TraceFilt, TraceBuffer, BRBE, HPMN0
            R.ID_AA64MMFR3_EL1 => Without(value, 12, 20, 28), // S2PIE, S2POE, MEC
            _ => value,
        };
    }

    private ulong Debug(ulong value) =>
        new BitField(20, 4).Set(new BitField(12, 4).Set(value, (ulong)context.Rd.NumBps), (ulong)context.Rd.NumWps);

    private static ulong Without(ulong value, params ReadOnlySpan<int> fields)
    {
        foreach (int lsb in fields)
            value &= ~(0xFUL << lsb);
        return value;
    }
}
