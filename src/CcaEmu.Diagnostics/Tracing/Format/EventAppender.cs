using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Tracing.Events;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>Writes events again that were read from a trace.</summary>
internal static class EventAppender
{
    /// <summary>Writes an event; what a block's start repeats is left out, it is repeated where blocks start here.</summary>
    public static void Append(BlockEncoder to, TraceEvent @event)
    {
        switch (@event)
        {
            case InstructionEvent one: Append(to, one); break;
            case RegistersEvent { IsRepeat: false } one:
                to.BeginRegisters(one.Place, one.Stamp);
                Changes(to, one.Values);
                to.EndRegisters();
                break;
            case ExceptionEvent one: to.Exception(one.Place, one.Stamp, one.Exception); break;
            case ReturnEvent one: to.Return(one.Place, one.Stamp, new TracePlace(one.Place.PeIndex, one.State, one.Level), one.Pc); break;
            case CallEvent { IsReturn: true } one: to.CallReturn(one.Place, one.Stamp, one.Call); break;
            case CallEvent one: to.Call(one.Place, one.Stamp, one.Call); break;
            case ConsoleEvent one: to.Console(one.Stamp.Cycles, one.Text); break;
            case GranuleEvent one: to.Granule(one.Place, one.Stamp, one.Granule, one.From, one.To); break;
            case SpacesEvent one: to.Spaces(one.Place, one.Stamp, one.Bytes); break;
            case EndEvent one: to.End(one.Place, one.Stamp); break;
        }
    }

    private static void Append(BlockEncoder to, InstructionEvent one)
    {
        to.BeginInstruction(one.Place, one.Stamp, one.Pc, one.Word, one.Pa);
        Changes(to, one.Changes);
        foreach (MemoryAccess access in one.Accesses)
        {
            AccessKind kind = (access.IsRead ? AccessKind.Read : 0) | (access.IsWrite ? AccessKind.Write : 0);
            to.Access(access.Va, access.Size, kind, access.Pa, access.Read.Span, access.Written.Span);
        }
        to.EndInstruction();
    }

    private static void Changes(BlockEncoder to, IReadOnlyList<RegisterValue> values)
    {
        foreach (RegisterValue value in values)
        {
            if (value.Register < TraceRegister.V0)
                to.Change(value.Register, value.Low);
            else
                to.ChangeVector(value.Register - TraceRegister.V0, value.Low, value.High);
        }
    }
}
