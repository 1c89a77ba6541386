using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Memory;
using CsCheck;

namespace CcaEmu.Diagnostics.Tests.Tracing;

/// <summary>Events of every kind with any content.</summary>
internal static class RandomEvents
{
    // Small and large numbers alike.
    private static readonly Gen<ulong> Number = Gen.OneOf(Gen.ULong, Gen.UInt.Select(value => (ulong)value), Gen.Byte.Select(value => (ulong)value));

    private static readonly Gen<TracePlace> Place =
        from pe in Gen.Int[0, 2]
        from state in Gen.Enum<SecurityState>()
        from level in Gen.Enum<ExceptionLevel>()
        from realm in Gen.Int[-1, 300]
        from rec in Gen.Int[-1, 3]
        select new TracePlace(pe, state, level, realm, rec);

    private static readonly Gen<TraceStamp> Stamp = Gen.Select(Number, Number, (retired, charged) => new TraceStamp(retired, charged));

    private static readonly Gen<RegisterValue> Register =
        from number in Gen.OneOf(Gen.Int[0, TraceRegister.Scalars - 1], Gen.Int[TraceRegister.V0, TraceRegister.V0 + 31])
        from low in Number
        from high in Number
        select new RegisterValue(number, low, number < TraceRegister.V0 ? 0 : high);

    private static readonly Gen<PhysicalAddress> Pa = Gen.Select(Gen.ULong[0, (1UL << 52) - 1], Gen.Enum<Pas>(), (value, pas) => new PhysicalAddress(value, pas));

    private static readonly Gen<MemoryAccess> Access =
        from va in Number
        from size in Gen.OneOf(Gen.Int[0, 6].Select(i => new[] { 1, 2, 4, 8, 16, 64, 4096 }[i]), Gen.Int[1, 64])
        from kind in Gen.Int[1, 3]
        from page in Pa
        from hasPage in Gen.Bool
        from bytes in Gen.Byte.Array[64]
        from known in Gen.Int[0, 3]
        let data = size <= 64 ? bytes.AsMemory(0, size) : default
        select new MemoryAccess(va, size, (kind & 1) != 0, (kind & 2) != 0, hasPage ? new PhysicalAddress((page.Value & ~0xFFFUL) | (va & 0xFFF), page.Pas) : null)
        {
            Read = (kind & known & 1) != 0 ? data : default,
            Written = (kind & known & 2) != 0 ? data : default,
        };

    private static readonly Gen<CallRecord> Call =
        from outcome in Gen.Int[0, 2].Select(i => new[] { CallOutcome.Returned, CallOutcome.Repeated, CallOutcome.Abandoned }[i])
        from between in Gen.Enum<CallInterface>()
        from values in Number.Array[40]
        from zeros in Gen.UInt
        from exit in Gen.Int[0, 2]
        select MakeCall(outcome, between, values, zeros, exit);

    public static Gen<TraceEvent> Any { get; } = Gen.OneOf(
        Gen.Select(Place, Stamp, Number, Gen.UInt, Register.Array[0, 9], Access.Array[0, 3], Gen.Bool, Pa).Select(t => (TraceEvent)new InstructionEvent(
            t.Item1, t.Item2, t.Item3 & ~3UL, t.Item4,
            t.Item7 ? new PhysicalAddress((t.Item8.Value & ~0xFFFUL) | (t.Item3 & 0xFFC), t.Item8.Pas) : null, t.Item5.DistinctBy(r => r.Register).ToArray(), t.Item6)),
        Gen.Select(Place, Stamp, Register.Array[1, 40]).Select(t => (TraceEvent)new RegistersEvent(t.Item1, t.Item2, t.Item3.DistinctBy(r => r.Register).ToArray(), false)),
        Gen.Select(Place, Stamp, Number.Array[8], Gen.Int[0, 15], Gen.Int[0, 3]).Select(t => (TraceEvent)MakeException(t.Item1, t.Item2, t.Item3, t.Item4, t.Item5)),
        Gen.Select(Place, Stamp, Place, Number).Select(t => (TraceEvent)new ReturnEvent(t.Item1, t.Item2, t.Item3.State, t.Item3.Level, t.Item4)),
        Gen.Select(Place, Stamp, Call).Select(t => (TraceEvent)MakeReturn(t.Item1, t.Item2, t.Item3)),
        Gen.Select(Place, Stamp, Call, Gen.Bool).Select(t => (TraceEvent)MakeMade(t.Item1, t.Item2, t.Item3, t.Item4)),
        Gen.Select(Number, Gen.String[Gen.Char['a', 'ÿ'], 0, 40]).Select(t => (TraceEvent)new ConsoleEvent(
            new TracePlace(0, SecurityState.Root, ExceptionLevel.EL3), new TraceStamp(0, t.Item1), t.Item2)),
        Gen.Select(Place, Stamp, Number, Gen.Enum<GranuleState>(), Gen.Enum<GranuleState>()).Select(t => (TraceEvent)new GranuleEvent(t.Item1, t.Item2, t.Item3, t.Item4, t.Item5)),
        Gen.Select(Place, Stamp, Gen.Long[0, long.MaxValue].Array[4]).Select(t => (TraceEvent)new SpacesEvent(t.Item1, t.Item2, t.Item3)),
        Gen.Select(Place, Stamp).Select(t => (TraceEvent)new EndEvent(t.Item1, t.Item2)));

    private static ExceptionEvent MakeException(TracePlace place, TraceStamp stamp, ulong[] values, int optional, int type) => new(place, stamp, new ExceptionRecord
    {
        Number = values[0],
        PeIndex = place.PeIndex,
        Source = place.Level,
        SourceState = place.State,
        Target = (ExceptionLevel)(values[1] & 3),
        TargetState = (SecurityState)(values[1] >> 2 & 3),
        Type = (ExceptionType)(type << 7),
        IsInjected = (optional & 1) != 0,
        Syndrome = new EsrValue(values[2]),
        ReturnAddress = values[3],
        SavedState = new SpsrValue(values[4]),
        FaultAddress = (optional & 2) != 0 ? values[5] : null,
        FaultIpa = (optional & 4) != 0 ? values[6] : null,
        IpaWidth = (optional & 4) != 0 ? (int)(values[7] & 0x3F) : 0,
        OriginalSyndrome = (optional & 8) != 0 ? new EsrValue(values[7]) : null,
        RetiredInstructions = stamp.Retired,
        ModelledCycles = stamp.Cycles,
    });

    private static CallRecord MakeCall(CallOutcome outcome, CallInterface between, ulong[] values, uint zeros, int exit)
    {
        var call = new CallRecord { Outcome = outcome, Interface = between, ReturnAddress = values[36], StartInstructions = values[37] };
        call.StartCycles = call.StartInstructions + values[38];
        for (int i = 0; i < CallRegisters.Count; i++)
        {
            call.Arguments[i] = (zeros >> i & 1) != 0 ? values[i] : 0;
            call.Results[i] = outcome == CallOutcome.Returned && (zeros >> (i + 9) & 1) != 0 ? values[18 + i] : 0;
        }
        call.Exit = exit == 0 ? null : new RecExit((RmiRecExitReason)exit, values[39], values[0]);
        return call;
    }

    private static CallEvent MakeReturn(TracePlace place, TraceStamp stamp, CallRecord call)
    {
        (call.PeIndex, call.CallerState, call.CallerLevel) = (place.PeIndex, place.State, place.Level);
        (call.EndInstructions, call.EndCycles) = (stamp.Retired, stamp.Cycles);
        return new CallEvent(place, stamp, call, isReturn: true);
    }

    private static CallEvent MakeMade(TracePlace place, TraceStamp stamp, CallRecord call, bool oneWay)
    {
        (call.PeIndex, call.CallerState, call.CallerLevel) = (place.PeIndex, place.State, place.Level);
        (call.StartInstructions, call.StartCycles, call.Exit, call.Results) = (stamp.Retired, stamp.Cycles, null, default);
        call.Outcome = oneWay ? CallOutcome.OneWay : CallOutcome.Pending;
        return new CallEvent(place, stamp, call, isReturn: false);
    }
}
