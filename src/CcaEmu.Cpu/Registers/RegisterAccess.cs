using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu.Instructions;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>MRS and MSR as software sees them: who may, what is trapped, and what is read.</summary>
/// <remarks>Arm ARM, D24.2, "Accessing" part of each register.</remarks>
internal static class RegisterAccess
{
    /// <summary>Decides an access to a register that the PE has.</summary>
    public static AccessOutcome Check(ProcessingElement pe, R register, bool isRead)
    {
        SystemRegisterInfo info = SystemRegisterTable.Get(register);
        ExceptionLevel minimum = isRead ? info.MinimumReadLevel : info.MinimumWriteLevel;
        if (pe.CurrentLevel < minimum || !(isRead ? info.CanRead : info.CanWrite) || !Exists(pe, info))
            return Refuse(pe, info, isRead);
        AccessOutcome outcome = TrapRule.Apply(RegisterTraps.Of(register), pe, isRead);
        if (outcome.IsAllowed && CpuInterfaceRegisters.Contains(register))
            return CpuInterfaceRegisters.Check(pe, register);
        return outcome.IsAllowed && !IsCounterAccessible(pe, register) ? AccessOutcome.TrapTo(ExceptionLevel.EL2) : outcome;
    }

    /// <summary>What an access that no rule allows ends in: UNDEFINED, but a trap for EL0's reads of the ID space with FEAT_IDST.</summary>
    /// <remarks>Arm ARM, D24.1 "Principles of the ID scheme for fields in ID registers".</remarks>
    public static AccessOutcome RefuseIdentification(ProcessingElement pe) =>
        pe.CurrentLevel == ExceptionLevel.EL0 && pe.Features.Has(Feature.FEAT_IDST)
            ? AccessOutcome.TrapTo(pe.OrdinaryTarget)
            : AccessOutcome.Undefined;

    /// <summary>What MRS reads, after <see cref="Check"/>.</summary>
    public static ulong Read(ProcessingElement pe, R named)
    {
        R register = RegisterRedirection.Of(pe, named);
        bool virtualized = pe.CurrentLevel == ExceptionLevel.EL1 && pe.El2Enabled;
        switch (register)
        {
            case R.None:
                return 0;
            case R.MIDR_EL1 when virtualized:
                return pe.Raw(R.VPIDR_EL2);
            case R.MPIDR_EL1 when virtualized:
                return pe.Raw(R.VMPIDR_EL2);
            case R.PMCR_EL0 when pe.CurrentLevel < ExceptionLevel.EL2 && pe.El2Enabled:
                return PMCR_EL0.N.Set(pe[register], MDCR_EL2.HPMN.Get(pe.Raw(R.MDCR_EL2)));
            case R.PMBIDR_EL1 when ProfilingOwner.IsProgrammingRefused(pe):
                return pe[register] | 1 << 4;
            case R.DBGCLAIMSET_EL1:
                return 0xFF; // It tells how many CLAIM tags there are; DBGCLAIMCLR_EL1 tells which are set.
            case R.AMEVCNTR00_EL0 or R.AMEVCNTR02_EL0 or R.AMEVCNTR03_EL0:
                return pe[register] - ActivityOffset(pe, register);
            case R.RNDR or R.RNDRRS:
                pe.Nzcv = 0;
                return pe.Environment.NextRandom();
            case R.DISR_EL1:
                return pe[DeferredErrorRegister(pe)];
            case >= R.ICC_SRE_EL1 and <= R.ICH_LR15_EL2:
                return pe.CpuInterface!.Read(pe, register, CpuInterfaceRegisters.IsVirtual(pe, register));
            default:
                return pe[register];
        }
    }

    /// <summary>What MSR does, after <see cref="Check"/>.</summary>
    /// <returns>Whether the engine has to look at the PE afresh before the next instruction.</returns>
    public static bool Write(ProcessingElement pe, R named, ulong value)
    {
        R register = RegisterRedirection.Of(pe, named);
        if (register == R.None)
            return false;
        if (CpuInterfaceRegisters.IsVirtual(pe, register))
        {
            pe.CpuInterface!.Write(pe, register, value, isVirtual: true);
            return true;
        }
        pe[register == R.DISR_EL1 ? DeferredErrorRegister(pe) : register] = value;
        if (register == R.CONTEXTIDR_EL1)
            pe.CountEvent(PmuEvent.CID_WRITE_RETIRED);
        else if (register is R.TTBR0_EL1 or R.TTBR1_EL1)
            pe.CountEvent(PmuEvent.TTBR_WRITE_RETIRED);
        return TranslationRegime.DependsOn(register) || FpAccess.DependsOn(register) || register is R.GPCCR_EL3 or R.GPTBR_EL3 or R.DAIF or R.SPSel or R.PAN or R.UAO
            || register is (>= R.MDSCR_EL1 and <= R.ICH_LR15_EL2) or (>= R.PMCR_EL0 and <= R.PMEVTYPER30_EL0) or (>= R.PMSCR_EL1 and <= R.PMBIDR_EL1) or R.MDCR_EL2 or R.MDCR_EL3;
    }

    // Where a physical SError of EL1 would go to EL2, EL1 sees its own: the virtual one that ESB deferred.
    private static R DeferredErrorRegister(ProcessingElement pe)
    {
        bool isVirtual = pe.CurrentLevel == ExceptionLevel.EL1 && pe.El2Enabled && (pe.Raw(R.HCR_EL2) & HCR_EL2.AMO) != 0;
        return isVirtual ? R.VDISR_EL2 : R.DISR_EL1;
    }

    // A guest sees counters less the offset that EL2 gave them (FEAT_AMUv1p1; else the enables are RES0).
    private static ulong ActivityOffset(ProcessingElement pe, R counter)
    {
        bool counts = pe.CurrentLevel < ExceptionLevel.EL2 && pe.El2Enabled && (pe.Raw(R.SCR_EL3) & SCR_EL3.AMVOFFEN) != 0
            && (pe.Raw(R.HCR_EL2) & HCR_EL2.AMVOFFEN) != 0;
        return !counts ? 0 : counter switch
        {
            R.AMEVCNTR00_EL0 => pe.Raw(R.AMEVCNTVOFF00_EL2),
            R.AMEVCNTR02_EL0 => pe.Raw(R.AMEVCNTVOFF02_EL2),
            _ => pe.Raw(R.AMEVCNTVOFF03_EL2),
        };
    }

    private static AccessOutcome Refuse(ProcessingElement pe, SystemRegisterInfo info, bool isRead)
    {
        bool identification = info.Encoding is { Op0: 3, Op1: 0 or 1, CRn: 0 } && isRead && info.Register != R.SP_EL0;
        return identification ? RefuseIdentification(pe) : AccessOutcome.Undefined;
    }

    // SP_EL0 cannot be reached by name while it is the current stack pointer. The Secure physical timer belongs to EL3 and,
    // without Secure EL2, to Secure EL1. Registers of Secure EL2 exist there, and at EL3 where it is enabled.
    // EL2 names exist for a host alone, and the registers of the GIC's CPU interface where one is plugged in. LORegions are for the
    // Non-secure and Realm states, and LORID_EL1 tells of them in every state. MECIDs are for the Realm state, and EL3.
    private static bool Exists(ProcessingElement pe, SystemRegisterInfo info)
    {
        if (info.Register == R.SP_EL0)
            return pe.SpSel;
        if (info.AliasOf != R.None)
            return RegisterRedirection.IsE2H(pe);
        if (CpuInterfaceRegisters.Contains(info.Register))
            return pe.CpuInterface is not null;
        if (info.Register is >= R.LORSA_EL1 and <= R.LORC_EL1)
            return (pe.Raw(R.SCR_EL3) & SCR_EL3.NS) != 0;
        if (info.Register is >= R.MECID_P0_EL2 and <= R.VMECID_A_EL2 && pe.CurrentLevel == ExceptionLevel.EL2)
            return pe.LowerSecurityState == SecurityState.Realm;
        bool secure = pe.LowerSecurityState == SecurityState.Secure;
        if (info.Encoding.IsSecureOnly && pe.CurrentLevel != ExceptionLevel.EL3)
            return pe.CurrentLevel == ExceptionLevel.EL1 && secure && !pe.El2Enabled;
        if (info.Feature == Feature.FEAT_SEL2)
            return pe.CurrentLevel == ExceptionLevel.EL3 ? new ScrEl3(pe.Raw(R.SCR_EL3)).EEL2 : secure;
        return true;
    }

    // Event counters from MDCR_EL2.HPMN up belong to EL2.
    private static bool IsCounterAccessible(ProcessingElement pe, R register)
    {
        if (pe.CurrentLevel >= ExceptionLevel.EL2 || !pe.El2Enabled || !RegisterRedirection.TryGetEventCounter(pe, register, out int counter))
            return true;
        return counter < MDCR_EL2.HPMN.GetInt(pe.Raw(R.MDCR_EL2));
    }
}
