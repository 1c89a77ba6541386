using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Verdicts;

/// <summary>What a PE was doing.</summary>
/// <param name="Index">Its number.</param>
/// <param name="IsOn">Whether it was on.</param>
/// <param name="IsWaiting">Whether it slept in WFI or WFE.</param>
/// <param name="State">Security state.</param>
/// <param name="Level">Exception level.</param>
/// <param name="PC">Its PC.</param>
/// <param name="Pstate">Process state in the layout of SPSR_ELx.</param>
/// <param name="CntvCtl">CNTV_CTL_EL0.</param>
/// <param name="Instructions">Retired instructions.</param>
public sealed record PeState(
    int Index, bool IsOn, bool IsWaiting, SecurityState State, ExceptionLevel Level, ulong PC, ulong Pstate, ulong CntvCtl, ulong Instructions)
{
    /// <summary>ICH_LR0_EL2 to ICH_LR3_EL2.</summary>
    public IReadOnlyList<ulong> ListRegisters { get; init; } = [];

    /// <summary>Looks at a PE.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="isOn">Whether it is on.</param>
    public static PeState Of(ProcessingElement pe, bool isOn) => new(
        pe.Index, isOn, pe.WaitingForInterrupt, pe.SecurityState, pe.CurrentLevel, pe.PC, pe.Pstate, pe[SystemRegister.CNTV_CTL_EL0],
        pe.RetiredInstructions)
    {
        ListRegisters = [pe[SystemRegister.ICH_LR0_EL2], pe[SystemRegister.ICH_LR1_EL2], pe[SystemRegister.ICH_LR2_EL2], pe[SystemRegister.ICH_LR3_EL2]],
    };
}
