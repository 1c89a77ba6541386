using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Faults;

namespace CcaEmu.Diagnostics.Tracing.Recording;

/// <summary>An exception, in half the bytes of its record: its head has all that is small.</summary>
internal struct ExceptionMessage
{
    // Of the head's detail: the type in bits 15:0, the width of the IPA in bits 23:16.
    private const int WidthShift = 16;
    private const uint Injected = 1u << 24, WithAddress = 1u << 25, WithIpa = 1u << 26, WithOriginal = 1u << 27;

    public MessageHead Head;
    public ulong Number, Retired, Cycles, ReturnAddress, SavedState, Syndrome, FaultAddress, FaultIpa, OriginalSyndrome;

    /// <summary>Takes a record over.</summary>
    public void Set(in ExceptionRecord exception)
    {
        Head = new MessageHead
        {
            Kind = MessageKind.Exception,
            Pe = (byte)exception.PeIndex,
            At = MessageHead.Pack(exception.SourceState, exception.Source),
            More = MessageHead.Pack(exception.TargetState, exception.Target),
            Detail = (uint)exception.Type | (uint)exception.IpaWidth << WidthShift | (exception.IsInjected ? Injected : 0)
                | (exception.FaultAddress is null ? 0 : WithAddress) | (exception.FaultIpa is null ? 0 : WithIpa) | (exception.OriginalSyndrome is null ? 0 : WithOriginal),
        };
        (Number, Retired, Cycles) = (exception.Number, exception.RetiredInstructions, exception.ModelledCycles);
        (ReturnAddress, SavedState, Syndrome) = (exception.ReturnAddress, exception.SavedState.Value, exception.Syndrome.Value);
        FaultAddress = exception.FaultAddress.GetValueOrDefault();
        FaultIpa = exception.FaultIpa.GetValueOrDefault();
        OriginalSyndrome = exception.OriginalSyndrome.GetValueOrDefault().Value;
    }

    /// <summary>The record again.</summary>
    public readonly ExceptionRecord Exception => new()
    {
        Number = Number,
        PeIndex = Head.Pe,
        Source = MessageHead.LevelOf(Head.At),
        SourceState = MessageHead.StateOf(Head.At),
        Target = MessageHead.LevelOf(Head.More),
        TargetState = MessageHead.StateOf(Head.More),
        Type = (ExceptionType)(ushort)Head.Detail,
        IsInjected = (Head.Detail & Injected) != 0,
        Syndrome = new EsrValue(Syndrome),
        FaultAddress = (Head.Detail & WithAddress) != 0 ? FaultAddress : null,
        FaultIpa = (Head.Detail & WithIpa) != 0 ? FaultIpa : null,
        IpaWidth = (byte)(Head.Detail >> WidthShift),
        OriginalSyndrome = (Head.Detail & WithOriginal) != 0 ? new EsrValue(OriginalSyndrome) : null,
        ReturnAddress = ReturnAddress,
        SavedState = new SpsrValue(SavedState),
        RetiredInstructions = Retired,
        ModelledCycles = Cycles,
    };
}
