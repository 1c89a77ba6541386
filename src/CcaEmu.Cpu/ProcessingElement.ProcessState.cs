using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <content>The PSTATE fields that belong to features: SSBS, PAN, UAO, DIT, BTYPE.</content>
public sealed unsafe partial class ProcessingElement
{
    // PSTATE.{SSBS,PAN,UAO,DIT} in the positions of SPSR_ELx; a field whose feature is absent stays 0.
    private ulong _featureState;
    private ulong _featureStateMask;
    private bool _hasBti;

    /// <summary>PSTATE.PAN: privileged data accesses to memory that EL0 may access fault.</summary>
    public bool Pan => (_featureState & PSTATE.PAN) != 0;

    /// <summary>PSTATE.UAO: unprivileged loads and stores (LDTR, STTR) behave as the privileged ones.</summary>
    public bool Uao => (_featureState & PSTATE.UAO) != 0;

    /// <summary>PSTATE.DIT: instructions take a time that does not depend on their data. Virtual time never does.</summary>
    public bool Dit => (_featureState & PSTATE.DIT) != 0;

    /// <summary>PSTATE.SSBS: speculative loads may bypass stores. Nothing speculates here.</summary>
    public bool Ssbs => (_featureState & PSTATE.SSBS) != 0;

    /// <summary>PSTATE.BTYPE: how the next instruction was branched to; 0 where it was not, or not by an indirect branch.</summary>
    internal int BranchType => _s->BranchMark >> 2 == _s->Retired ? (int)_s->BranchMark & 3 : 0;

    /// <summary>Sets or clears one of SSBS, PAN, UAO, DIT; nothing happens where its feature is absent.</summary>
    internal void SetFeatureState(ulong field, bool value)
    {
        ulong state = (value ? _featureState | field : _featureState & ~field) & _featureStateMask;
        ulong changed = state ^ _featureState;
        _featureState = state;
        if ((changed & (PSTATE.PAN | PSTATE.UAO)) != 0)
            EnterRegime();
    }

    // J1.3 shared pseudocode SetPSTATEFromPSR; the caller enters the regime.
    private void RestoreFeatureState(ulong spsr)
    {
        _featureState = spsr & _featureStateMask;
        _s->BranchMark = _s->Retired << 2 | (_hasBti ? PSTATE.BTYPE.Get(spsr) : 0);
    }

    // J1.1 shared pseudocode AArch64.TakeException; the caller enters the regime.
    private void SetFeatureStateForException(ExceptionLevel target)
    {
        ulong sctlr = Raw(TranslationRegime.SctlrOf(target));
        ulong state = _featureState & ~(PSTATE.SSBS | PSTATE.UAO);
        if ((sctlr & SCTLR_ELx.DSSBS) != 0)
            state |= PSTATE.SSBS;
        if (HasEl0Below(target) && (sctlr & SCTLR_ELx.SPAN) == 0)
            state |= PSTATE.PAN;
        _featureState = state & _featureStateMask;
        _s->BranchMark = 0;
    }

    // SPSR_ELx of an exception: BTYPE is zero but for the exceptions that it is guaranteed to be valid for, so that whoever emulates an
    // instruction and steps over it does not return with a BTYPE that was the instruction's.
    private ulong StateSavedBy(ExceptionType type, ulong syndrome)
    {
        if (BranchType == 0)
            return PstateWithoutBranchType;
        bool isValid = type != ExceptionType.Synchronous || new EsrValue(syndrome).EC is ExceptionClass.BranchTarget
            or ExceptionClass.IllegalState or ExceptionClass.InstructionAbortLower or ExceptionClass.InstructionAbortSame
            or ExceptionClass.PcAlignment or (>= ExceptionClass.BreakpointLower and <= ExceptionClass.SoftwareStepSame)
            or ExceptionClass.Brk64;
        return isValid ? Pstate : Pstate & ~PSTATE.BTYPE.Mask;
    }

    // Whether a level shares its regime with EL0: EL1, and EL2 where it is host.
    private bool HasEl0Below(ExceptionLevel level)
    {
        const ulong Host = HCR_EL2.E2H | HCR_EL2.TGE;
        return level == ExceptionLevel.EL1 || (level == ExceptionLevel.EL2 && (Raw(SystemRegister.HCR_EL2) & Host) == Host);
    }

    // UNKNOWN at reset where they are not defined; zero here, so that two runs agree.
    private void ResetFeatureState()
    {
        _featureStateMask = (Features.Has(Feature.FEAT_SSBS) ? PSTATE.SSBS : 0) | (Features.Has(Feature.FEAT_PAN) ? PSTATE.PAN : 0)
            | (Features.Has(Feature.FEAT_UAO) ? PSTATE.UAO : 0) | (Features.Has(Feature.FEAT_DIT) ? PSTATE.DIT : 0);
        _featureState = 0;
        _hasBti = Features.Has(Feature.FEAT_BTI);
        _s->BranchMark = 0;
    }
}
