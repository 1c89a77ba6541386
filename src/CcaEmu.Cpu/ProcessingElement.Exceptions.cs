using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

public sealed unsafe partial class ProcessingElement
{
    /// <summary>Modelled cycles charged for taking an exception, and again for returning from it.</summary>
    public const ulong ExceptionCycles = 30;

    /// <summary>Takes an exception to a level: saves state, sets syndrome, masks, and goes to the vector.</summary>
    /// <param name="target">Level taken to; not below the current one, and not EL0.</param>
    /// <param name="type">Which vector.</param>
    /// <param name="syndrome">Value for ESR_ELx; ignored for IRQ and FIQ.</param>
    /// <param name="returnAddress">Preferred return address for ELR_ELx.</param>
    /// <param name="faultAddress">Value for FAR_ELx, or null to leave it.</param>
    /// <remarks>Arm ARM, J1.1 shared pseudocode AArch64.TakeException.</remarks>
    public void TakeException(
        ExceptionLevel target, ExceptionType type, ulong syndrome, ulong returnAddress, ulong? faultAddress = null)
    {
        SynchronizeMonitors(PmuEvent.EXC_TAKEN);
        var taken = new ExceptionTaken(
            _level, SecurityState, target, type, syndrome, faultAddress ?? 0, faultAddress is not null, returnAddress);
        int group = _level == target ? (_spSel ? 0x200 : 0x000) : 0x400;
        ulong savedState = StateSavedBy(type, syndrome);
        bool pan = Pan;
        SelectLevel(target, spSel: true);
        if (target == ExceptionLevel.EL3 && taken.Source != ExceptionLevel.EL3)
            OnSecurityStateChanged();
        _daif = 0xF;
        _illegal = false;
        _softwareStep = _stepped = false;
        _transfers++;
        SetFeatureStateForException(target);
        _registers[(int)BankedAt(SystemRegister.SPSR_EL1, target)] = savedState;
        _registers[(int)BankedAt(SystemRegister.ELR_EL1, target)] = returnAddress;
        if (type is ExceptionType.Synchronous or ExceptionType.SError)
            _registers[(int)BankedAt(SystemRegister.ESR_EL1, target)] = syndrome;
        if (faultAddress is { } far)
            _registers[(int)BankedAt(SystemRegister.FAR_EL1, target)] = far;
        _s->PC = _registers[(int)BankedAt(SystemRegister.VBAR_EL1, target)] + (ulong)group + (ulong)type;
        ChargedCycles += ExceptionCycles;
        ExceptionCount++;
        EnterRegimeIfOther(taken.Source, pan);
        Observer?.OnException(this, taken);
    }

    /// <summary>Exceptions taken since reset: with <see cref="RetiredInstructions"/> it bounds a guest that only ever faults.</summary>
    public ulong ExceptionCount { get; private set; }

    // Exceptions and exception returns: says whether an instruction was one of them.
    private ulong _transfers;

    /// <summary>ERET: restores state from SPSR_ELx and goes to ELR_ELx of the current level.</summary>
    /// <remarks>
    /// Arm ARM, J1.1 shared pseudocode AArch64.ExceptionReturn and D1.4.2 "Illegal exception returns": an SPSR that does not describe
    /// a state this level may return to keeps the level and sets PSTATE.IL.
    /// </remarks>
    public void ExceptionReturn() => ExceptionReturn(_registers[(int)BankedAt(SystemRegister.ELR_EL1, _level)]);

    /// <summary>ERETAA: like <see cref="ExceptionReturn()"/>, to an address that has been authenticated.</summary>
    internal void ExceptionReturn(ulong address)
    {
        ExceptionLevel from = _level;
        SecurityState fromState = SecurityState;
        var saved = new SpsrValue(_registers[(int)BankedAt(SystemRegister.SPSR_EL1, from)]);
        SynchronizeMonitors(PmuEvent.EXC_RETURN);
        bool legal = IsLegalReturn(saved);
        bool step = StepOnReturn(saved, legal);
        bool pan = Pan;
        if (legal)
        {
            SelectLevel(saved.EL, saved.SP);
            if (from == ExceptionLevel.EL3)
                OnSecurityStateChanged();
        }
        _illegal = !legal || saved.IL;
        _softwareStep = step;
        _stepped = false;
        _transfers++;
        _daif = saved.DAIF;
        RestoreFeatureState(saved.Value);
        _s->Nzcv = (uint)saved.Value & 0xF000_0000;
        _s->PC = address;
        ClearExclusive();
        // Nobody waits for the event of a PE that runs, and event streams cannot make it more than set.
        _event = true;
        ChargedCycles += ExceptionCycles;
        EnterRegimeIfOther(from, pan);
        Observer?.OnExceptionReturn(this, from, fromState);
    }

    /// <summary>SMC as a managed layer executes it: a real exception to EL3 whose return address is the current <see cref="PC"/>.</summary>
    /// <param name="immediate">The instruction's 16-bit immediate.</param>
    /// <remarks>A managed layer sets <see cref="PC"/> to the place it wants to be resumed at first.</remarks>
    public void SecureMonitorCall(ushort immediate = 0) =>
        TakeException(ExceptionLevel.EL3, ExceptionType.Synchronous, EsrValue.Create(ExceptionClass.Smc64, immediate).Value, _s->PC);

    /// <summary>The level that an exception to EL1 goes to from here: EL2 where HCR_EL2.TGE routes EL0's exceptions there.</summary>
    internal ExceptionLevel OrdinaryTarget
    {
        get
        {
            if (_level >= ExceptionLevel.EL2)
                return _level;
            bool toEl2 = _level == ExceptionLevel.EL0 && El2Enabled && (Raw(SystemRegister.HCR_EL2) & HCR_EL2.TGE) != 0;
            return toEl2 ? ExceptionLevel.EL2 : ExceptionLevel.EL1;
        }
    }

    /// <summary>Whether EL2 is enabled in the current security state: in Secure with FEAT_SEL2, where SCR_EL3.EEL2 says so.</summary>
    /// <remarks>J1.3 shared pseudocode EL2Enabled, IsSecureEL2Enabled. Without the feature EEL2 is RES0.</remarks>
    internal bool El2Enabled
    {
        get
        {
            var scr = new ScrEl3(Raw(SystemRegister.SCR_EL3));
            return scr.SecurityState is SecurityState.NonSecure or SecurityState.Realm || (scr.EEL2 && scr.SecurityState == SecurityState.Secure);
        }
    }

    // The registers of EL1, EL2 and EL3 stand one behind the other.
    private static SystemRegister BankedAt(SystemRegister el1Register, ExceptionLevel level) =>
        el1Register + (ushort)(level - ExceptionLevel.EL1);

    private bool IsLegalReturn(SpsrValue saved)
    {
        ExceptionLevel target = saved.EL;
        if (saved.nRW || target > _level || (target == ExceptionLevel.EL0 && saved.SP) || ((saved.Value >> 1) & 1) != 0)
            return false;
        var scr = new ScrEl3(Raw(SystemRegister.SCR_EL3));
        if (target != ExceptionLevel.EL3 && scr.IsReservedState)
            return false;
        if (target == ExceptionLevel.EL2 && !El2Enabled)
            return false;
        return target != ExceptionLevel.EL1 || (Raw(SystemRegister.HCR_EL2) & HCR_EL2.TGE) == 0 || !El2Enabled;
    }
}
