using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Crossings;

/// <summary>Why a PE went from one level to another.</summary>
internal readonly record struct CrossingCause(CrossingCauseKind Kind, uint Detail = 0)
{
    // Its reserved bits are set: no function's.
    private const uint UnknownFunction = uint.MaxValue;

    public static CrossingCause Of(ProcessingElement pe, in ExceptionTaken taken) => Of(taken.Type, new EsrValue(taken.Syndrome).EC, (uint)pe.X(0));

    /// <summary>Why an exception was taken.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="ec">Its class; only where it is synchronous.</param>
    /// <param name="functionId">W0, which an SMC calls.</param>
    public static CrossingCause Of(ExceptionType type, ExceptionClass ec, uint functionId)
    {
        if (type != ExceptionType.Synchronous)
            return new(CrossingCauseKind.Interrupt, (uint)type);
        return ec == ExceptionClass.Smc64 ? new(CrossingCauseKind.Smc, functionId) : new(CrossingCauseKind.Synchronous, (uint)ec);
    }

    /// <summary>The same, without a function's SVE hint; functions nobody knows are one: a guest may call as many of them as it likes.</summary>
    public CrossingCause Known => Kind != CrossingCauseKind.Smc ? this
        : this with { Detail = SmcNames.TryFind(Detail, out CommandInfo? command) ? command.FunctionId.Value : UnknownFunction };

    public override string ToString() => Kind switch
    {
        CrossingCauseKind.Smc => Detail == UnknownFunction ? "SMC of an unknown function" : SmcNames.NameOf(Detail),
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
