using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Crossings;

/// <summary>Why a PE went from one level to another.</summary>
internal readonly record struct CrossingCause(CrossingCauseKind Kind, uint Detail = 0)
{
    public static CrossingCause Of(ProcessingElement pe, in ExceptionTaken taken)
    {
        if (taken.Type != ExceptionType.Synchronous)
            return new(CrossingCauseKind.Interrupt, (uint)taken.Type);
        ExceptionClass ec = new EsrValue(taken.Syndrome).EC;
        return ec == ExceptionClass.Smc64 ? new(CrossingCauseKind.Smc, (uint)pe.X(0)) : new(CrossingCauseKind.Synchronous, (uint)ec);
    }

    public override string ToString() => Kind switch
    {
        CrossingCauseKind.Smc => SmcNames.NameOf(Detail),
        CrossingCauseKind.Interrupt => (ExceptionType)Detail switch
        {
            ExceptionType.Irq => "IRQ",
            ExceptionType.Fiq => "FIQ",
            _ => "SError",
        },
        CrossingCauseKind.Synchronous => (ExceptionClass)Detail switch
        {
            ExceptionClass.DataAbortLower or ExceptionClass.DataAbortSame => "data abort",
            ExceptionClass.InstructionAbortLower or ExceptionClass.InstructionAbortSame => "instruction abort",
            ExceptionClass.TrappedWfx => "WFx",
            ExceptionClass.TrappedSystem => "system register",
            ExceptionClass.Hvc64 => "HVC",
            _ => ((ExceptionClass)Detail).ToString(),
        },
        CrossingCauseKind.RecEntry => "entry",
        _ => "reset",
    };
}

internal enum CrossingCauseKind : byte
{
    Reset,
    Smc,
    Synchronous,
    Interrupt,
    RecEntry,
}
