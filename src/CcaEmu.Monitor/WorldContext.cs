using System.Runtime.InteropServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;

namespace CcaEmu.Monitor;

/// <summary>What the monitor keeps of one world on one PE while another world runs there.</summary>
internal sealed class WorldContext
{
    // No trap to EL3 for what the worlds below may use; a bit of a feature that the PE does not have stays 0.
    private const ulong ScrCommon = 0x30 | SCR_EL3.RW | SCR_EL3.HCE | SCR_EL3.SIF | SCR_EL3.APK | SCR_EL3.API | SCR_EL3.EnSCXT
        | SCR_EL3.FGTEn | SCR_EL3.FGTEn2 | SCR_EL3.ECVEn | SCR_EL3.HXEn | SCR_EL3.SCTLR2En | SCR_EL3.TCR2En | SCR_EL3.MECEn;

    // The virtual offsets of the activity monitors are the host's alone.
    private const ulong ScrNonSecure = SCR_EL3.AMVOFFEN;

    private readonly BankedRegisters _banked;
    private readonly ulong[] _values;
    private readonly ulong[] _general = new ulong[31];
    private readonly ulong _scr;
    private ulong _elr;
    private ulong _spsr;

    /// <summary>A context that has never run: EL2 and EL1 registers at their reset values.</summary>
    public WorldContext(SecurityState state, ProcessingElement pe, BankedRegisters banked, bool fiqToEl3)
    {
        State = state;
        _banked = banked;
        ulong own = state == SecurityState.NonSecure ? ScrNonSecure : 0;
        _scr = new ScrEl3(ScrCommon | own | (fiqToEl3 ? SCR_EL3.FIQ : 0)).WithSecurityState(state).Value;
        _values = new ulong[banked.Present.Count];
        banked.Present.Save(pe, _values);
    }

    /// <summary>The world's security state.</summary>
    public SecurityState State { get; }

    /// <summary>General-purpose register as the world will see it when it is restored.</summary>
    public ref ulong this[int register] => ref _general[register];

    /// <summary>Has the world start at EL2 with everything masked when it is next restored.</summary>
    public void EnterAt(ulong entryPoint)
    {
        _elr = entryPoint;
        _spsr = SpsrValue.Create(ExceptionLevel.EL2, handler: true, daif: 0xF).Value;
    }

    /// <summary>Takes the world's state from the PE, which has just come to EL3 from it, and puts another's there; an ERET then enters that.</summary>
    public void SwitchTo(ProcessingElement pe, WorldContext next)
    {
        SaveGeneral(pe);
        pe[SystemRegister.SCR_EL3] = next._scr;
        _banked.Present.Exchange(pe, _values, next._values);
        pe.Charge((ulong)_values.Length * MonitorCosts.SystemSave);
        pe.Charge((ulong)_values.Length * MonitorCosts.SystemRestore);
        next.RestoreGeneral(pe);
    }

    /// <summary>Puts the world's state onto the PE; an ERET then enters it.</summary>
    public void Restore(ProcessingElement pe)
    {
        pe[SystemRegister.SCR_EL3] = _scr;
        _banked.Present.Restore(pe, _values);
        pe.Charge((ulong)_values.Length * MonitorCosts.SystemRestore);
        RestoreGeneral(pe);
    }

    /// <summary>Takes what every exception to EL3 saves: general-purpose registers, ELR_EL3 and SPSR_EL3.</summary>
    public void SaveGeneral(ProcessingElement pe)
    {
        Generals(pe).CopyTo(_general);
        _elr = pe[SystemRegister.ELR_EL3];
        _spsr = pe[SystemRegister.SPSR_EL3];
        pe.Charge(33 * MonitorCosts.GeneralSave);
    }

    private void RestoreGeneral(ProcessingElement pe)
    {
        _general.CopyTo(Generals(pe));
        pe[SystemRegister.ELR_EL3] = _elr;
        pe[SystemRegister.SPSR_EL3] = _spsr;
        pe.Charge(33 * MonitorCosts.GeneralRestore);
    }

    private static Span<ulong> Generals(ProcessingElement pe) => MemoryMarshal.CreateSpan(ref pe.X(0), 31);
}
