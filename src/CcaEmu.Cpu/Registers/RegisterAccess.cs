using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
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
            return AccessOutcome.Undefined;
        return TrapRule.Apply(RegisterTraps.Of(register), pe, isRead);
    }

    /// <summary>What MRS reads, after <see cref="Check"/>.</summary>
    public static ulong Read(ProcessingElement pe, R register)
    {
        bool virtualized = pe.CurrentLevel == ExceptionLevel.EL1 && pe.El2Enabled;
        switch (register)
        {
            case R.MIDR_EL1 when virtualized:
                return pe.Raw(R.VPIDR_EL2);
            case R.MPIDR_EL1 when virtualized:
                return pe.Raw(R.VMPIDR_EL2);
            case R.RNDR or R.RNDRRS:
                pe.Nzcv = 0;
                return pe.Environment.NextRandom();
            case R.DISR_EL1:
                return pe[DeferredErrorRegister(pe)];
            default:
                return pe[register];
        }
    }

    /// <summary>What MSR does, after <see cref="Check"/>.</summary>
    /// <returns>Whether the engine has to look at the PE afresh before the next instruction.</returns>
    public static bool Write(ProcessingElement pe, R register, ulong value)
    {
        pe[register == R.DISR_EL1 ? DeferredErrorRegister(pe) : register] = value;
        if (register == R.CONTEXTIDR_EL1)
            pe.CountEvent(PmuEvent.CID_WRITE_RETIRED);
        else if (register is R.TTBR0_EL1 or R.TTBR1_EL1)
            pe.CountEvent(PmuEvent.TTBR_WRITE_RETIRED);
        return TranslationRegime.DependsOn(register) || register is R.GPCCR_EL3 or R.GPTBR_EL3 or R.DAIF or R.SPSel or R.PAN or R.UAO
            || register is (>= R.MDSCR_EL1 and <= R.DBGWCR5_EL1) or (>= R.PMCR_EL0 and <= R.PMEVTYPER30_EL0) or R.MDCR_EL2 or R.MDCR_EL3;
    }

    // Where a physical SError of EL1 would go to EL2, EL1 sees its own: the virtual one that ESB deferred.
    private static R DeferredErrorRegister(ProcessingElement pe)
    {
        bool isVirtual = pe.CurrentLevel == ExceptionLevel.EL1 && pe.El2Enabled && (pe.Raw(R.HCR_EL2) & HCR_EL2.AMO) != 0;
        return isVirtual ? R.VDISR_EL2 : R.DISR_EL1;
    }

    // SP_EL0 cannot be reached by name while it is the current stack pointer. The Secure physical timer belongs to EL3 and Secure EL1.
    private static bool Exists(ProcessingElement pe, SystemRegisterInfo info)
    {
        if (info.Register == R.SP_EL0)
            return pe.SpSel;
        if (info.Encoding.IsSecureOnly && pe.CurrentLevel != ExceptionLevel.EL3)
            return pe.CurrentLevel == ExceptionLevel.EL1 && pe.LowerSecurityState == SecurityState.Secure;
        return true;
    }
}
