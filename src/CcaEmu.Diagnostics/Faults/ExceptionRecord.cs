using System.Globalization;
using System.Text;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Worlds;

namespace CcaEmu.Diagnostics.Faults;

/// <summary>One exception with the registers that describe it, as they were when it was taken.</summary>
public readonly record struct ExceptionRecord
{
    /// <summary>Which exception of the run it was, from 0, over all PEs.</summary>
    public ulong Number { get; init; }

    /// <summary>Number of the PE.</summary>
    public int PeIndex { get; init; }

    /// <summary>Level it was taken from.</summary>
    public ExceptionLevel Source { get; init; }

    /// <summary>Security state it was taken from.</summary>
    public SecurityState SourceState { get; init; }

    /// <summary>Level it was taken to.</summary>
    public ExceptionLevel Target { get; init; }

    /// <summary>Security state it was taken to.</summary>
    public SecurityState TargetState { get; init; }

    /// <summary>Synchronous, IRQ, FIQ or SError.</summary>
    public ExceptionType Type { get; init; }

    /// <summary>
    /// Whether software at a higher level made it, by setting the target's registers and returning to its vector; otherwise the PE took
    /// it.
    /// </summary>
    public bool IsInjected { get; init; }

    /// <summary>ESR_ELx of the target; 0 for interrupts.</summary>
    public EsrValue Syndrome { get; init; }

    /// <summary>FAR_ELx of the target, or null where it was not written.</summary>
    public ulong? FaultAddress { get; init; }

    /// <summary>
    /// Aborts taken to EL2, and what was injected in answer to one: page of the IPA from HPFAR_EL2; null where it means nothing.
    /// </summary>
    public ulong? FaultIpa { get; init; }

    /// <summary>Where there is a <see cref="FaultIpa"/>: width of the IPA space in bits by VTCR_EL2.T0SZ; else 0.</summary>
    public int IpaWidth { get; init; }

    /// <summary>Injected exceptions: the syndrome of the exception to EL2 that they answer; null for others.</summary>
    public EsrValue? OriginalSyndrome { get; init; }

    /// <summary>ELR_ELx of the target.</summary>
    public ulong ReturnAddress { get; init; }

    /// <summary>SPSR_ELx of the target.</summary>
    public SpsrValue SavedState { get; init; }

    /// <summary>Retired instructions of the PE.</summary>
    public ulong RetiredInstructions { get; init; }

    /// <summary>Modelled cycles of the PE.</summary>
    public ulong ModelledCycles { get; init; }

    /// <summary>Whether it is an SMC, taken to EL3 or trapped to EL2.</summary>
    public bool IsSmc => Type == ExceptionType.Synchronous && Syndrome.EC == ExceptionClass.Smc64;

    /// <summary>Whether it belongs to ordinary running: an interrupt, a call, or a wait.</summary>
    public bool IsOrdinary => Type is ExceptionType.Irq or ExceptionType.Fiq || (Type == ExceptionType.Synchronous
        && Syndrome.EC is ExceptionClass.Smc64 or ExceptionClass.Hvc64 or ExceptionClass.Svc64 or ExceptionClass.TrappedWfx);

    /// <summary>The exception on one line.</summary>
    /// <param name="symbolizer">Names addresses below EL2, if it can.</param>
    /// <returns>
    /// For example <c>exception to R-EL2: Data Abort from a lower EL, translation fault, level 3, read FAR=0x.. IPA=0x.. ELR=0x..</c>.
    /// </returns>
    public string Describe(Symbolizer? symbolizer = null)
    {
        var text = new StringBuilder();
        text.Append(IsInjected ? "injected into " : "exception to ").Append(WorldNames.Of(TargetState, Target)).Append(": ");
        text.Append(Cause);
        if (FaultAddress is { } far)
            text.Append(CultureInfo.InvariantCulture, $" FAR=0x{far:X}");
        if (FaultIpa is { } ipa)
            text.Append(CultureInfo.InvariantCulture, $" IPA=0x{ipa:X}");
        text.Append(CultureInfo.InvariantCulture, $" ELR=0x{ReturnAddress:X}");
        if (SavedState.EL < ExceptionLevel.EL2 && symbolizer?.Invoke(ReturnAddress) is { } name)
            text.Append(" <").Append(name).Append('>');
        return text.ToString();
    }

    /// <summary>The syndrome in words, or the kind of interrupt.</summary>
    public string Cause => Type switch
    {
        ExceptionType.Irq => "IRQ",
        ExceptionType.Fiq => "FIQ",
        _ => EsrFormatter.Format(Syndrome),
    };
}
