using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <content>Saving and restoring many system registers at once: each is stored by itself, and what follows from them is seen to once.</content>
public sealed unsafe partial class ProcessingElement
{
    /// <summary>Reads the list registers of the GIC's virtual interface, as reading ICH_LR0_EL2 and up one by one would.</summary>
    /// <param name="values">Takes the first so many; 16 at most.</param>
    public void ReadListRegisters(Span<ulong> values)
    {
        if (CpuInterface is { } cpuInterface)
            cpuInterface.ReadListRegisters(this, values);
        else
            new ReadOnlySpan<ulong>(_registers + (int)SystemRegister.ICH_LR0_EL2, values.Length).CopyTo(values);
    }

    /// <summary>What restoring a register comes to.</summary>
    internal static RestoreEffect RestoreEffectOf(in RegisterTrait trait, SystemRegister register)
    {
        bool isReplaced = trait.Storage == (ushort)register && trait.Effect == WriteEffect.Replace;
        // Only ISTATUS is computed, and nobody writes it.
        if (isReplaced && register is SystemRegister.CNTP_CTL_EL0 or SystemRegister.CNTV_CTL_EL0)
            return RestoreEffect.Computed | RestoreEffect.Times;
        if (IsStateBesideFile(register))
            return RestoreEffect.Computed | RestoreEffect.Writes;
        if (!IsWordOfFile(trait, register))
            return RestoreEffect.Computed | RestoreEffect.Always;
        if (IsMonitorRegister(register))
            return RestoreEffect.Writes;
        return (PlainAccess.Gates(register) ? RestoreEffect.Gates : 0) | (trait.Translates ? RestoreEffect.Translates : 0)
            | (trait.Times ? RestoreEffect.Times : 0) | (IsDebugRegister(register) ? RestoreEffect.Debugs : 0);
    }

    /// <summary>Reads a register that is more than a word of the file.</summary>
    internal ulong ReadForBank(SystemRegister register) => register switch
    {
        SystemRegister.SP_EL0 => GetStackPointer(ExceptionLevel.EL0),
        SystemRegister.SP_EL1 => GetStackPointer(ExceptionLevel.EL1),
        SystemRegister.SP_EL2 => GetStackPointer(ExceptionLevel.EL2),
        SystemRegister.FPCR => _s->Fpcr,
        SystemRegister.FPSR => _s->Fpsr,
        _ => ReadRegister(register),
    };

    /// <summary>Restores a register that reads as something else than it held.</summary>
    /// <param name="register">The register.</param>
    /// <param name="value">What it held.</param>
    /// <param name="effect">What <see cref="RestoreEffectOf"/> says of it.</param>
    /// <returns>What is left to be done by <see cref="OnRestored"/>.</returns>
    internal RestoreEffect RestoreWord(SystemRegister register, ulong value, RestoreEffect effect)
    {
        if ((effect & (RestoreEffect.Writes | RestoreEffect.Always)) != 0)
        {
            WriteRegister(register, value);
            return RestoreEffect.None;
        }
        ref readonly RegisterTrait trait = ref _traits[(int)register];
        bool host = trait.HasHostLayout && (Raw(SystemRegister.HCR_EL2) & HCR_EL2.E2H) != 0;
        value = host ? (value & trait.HostWriteMask) | trait.HostFixedOnes : (value & trait.WriteMask) | trait.FixedOnes;
        if (_registers[(int)register] == value)
            return RestoreEffect.None;
        _registers[(int)register] = value;
        return effect;
    }

    /// <summary>Sees to what follows from registers that were restored.</summary>
    internal void OnRestored(RestoreEffect effects)
    {
        if ((effects & RestoreEffect.Gates) != 0)
        {
            _accessEpoch++;
            RenewAccessKey();
        }
        if ((effects & RestoreEffect.Translates) != 0)
            InvalidateRegime();
        if ((effects & RestoreEffect.Times) != 0)
            OnTimerRegisterWritten();
        if ((effects & RestoreEffect.Debugs) != 0)
            OnDebugRegisterWritten(SystemRegister.MDSCR_EL1, 0);
    }

    private static bool IsStateBesideFile(SystemRegister register) => register is SystemRegister.SP_EL0 or SystemRegister.SP_EL1
        or SystemRegister.SP_EL2 or SystemRegister.FPCR or SystemRegister.FPSR;
}
