using System.Text;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>Makes events out of the records of a block.</summary>
/// <remarks>A block that no writer makes is refused by <see cref="InvalidDataException"/>: nothing in it is believed before it is looked at.</remarks>
internal sealed class BlockDecoder
{
    private const int Slots = 16;

    private readonly RecordReader _from = new();
    private readonly CodecState[] _pes;
    private readonly WordCache _words = new();
    private readonly CallRecord?[] _calls = new CallRecord?[Slots];
    private int _nextCall;
    private int _peIndex;
    private ulong _lastException;

    public BlockDecoder(int peCount) => _pes = [.. Enumerable.Range(0, peCount).Select(_ => new CodecState())];

    private CodecState Pe => _pes[_peIndex];

    /// <summary>Starts a block.</summary>
    public void Start(byte[] bytes, int from, int to)
    {
        _from.Start(bytes, from, to);
        foreach (CodecState pe in _pes)
            pe.Clear();
        _words.Clear();
        Array.Clear(_calls);
        (_nextCall, _peIndex, _lastException) = (0, 0, 0);
    }

    /// <summary>The next event; null at the end of the block.</summary>
    public TraceEvent? Next()
    {
        while (!_from.AtEnd)
        {
            byte code = _from.Byte();
            if (code >= (byte)RecordCode.Instruction)
                return ReadInstruction(code);
            switch ((RecordCode)code)
            {
                case RecordCode.Pe: ReadPe(); break;
                case RecordCode.Place: ReadPlace(); break;
                case RecordCode.Page: ReadPage(); break;
                case RecordCode.Exception: return ReadException(Time());
                case RecordCode.Return: return ReadReturn(Time());
                case RecordCode.Call: return ReadCall(Time());
                case RecordCode.CallReturn: return ReadCallReturn(Time());
                case RecordCode.Console: return ReadConsole();
                case RecordCode.Granule: return new GranuleEvent(Place(), Time(), _from.Number(), State(), State());
                case RecordCode.Spaces: return new SpacesEvent(Place(), Time(), [Bytes(), Bytes(), Bytes(), Bytes()]);
                case RecordCode.Registers: return ReadRegisters(Time());
                case RecordCode.End: return new EndEvent(Place(), Time());
                default: throw new InvalidDataException($"it has a record of an unknown kind ({code})");
            }
        }
        return null;
    }

    private void ReadPe()
    {
        _peIndex = _from.Byte();
        if (_peIndex >= _pes.Length)
            throw new InvalidDataException($"it names PE{_peIndex}, and the machine had {_pes.Length}");
    }

    private void ReadPlace()
    {
        (SecurityState state, ExceptionLevel level) = Level();
        Pe.Place = new TracePlace(_peIndex, state, level, (int)_from.Difference(), (int)_from.Difference());
        Pe.HasPlace = true;
    }

    private void ReadPage()
    {
        ulong va = _from.Number() << 12;
        ulong number = _from.Number();
        if (number == 0)
            Pe.ForgetPage(va);
        else
            Pe.LearnPage(va, PageOf(number - 1));
    }

    private static ulong PageOf(ulong number) => number >> 2 << 12 | (number & 3);

    private static PhysicalAddress At(ulong page, ulong va) => new((page & ~0xFFFUL) | (va & 0xFFF), (Pas)(page & 3));

    private TracePlace Place() => Pe.HasPlace ? Pe.Place : throw new InvalidDataException("an event in it has no place");

    private TraceStamp Time()
    {
        CodecState pe = Pe;
        pe.Retired += _from.Difference();
        pe.Charged += _from.Difference();
        return new TraceStamp(pe.Retired, pe.Charged);
    }

    private (SecurityState State, ExceptionLevel Level) Level()
    {
        byte packed = _from.Byte();
        return packed < 16 ? ((SecurityState)(packed >> 2), (ExceptionLevel)(packed & 3)) : throw new InvalidDataException("it names a level that there is not");
    }

    private GranuleState State()
    {
        var state = (GranuleState)_from.Byte();
        return Enum.IsDefined(state) ? state : throw new InvalidDataException("it names a granule state that there is not");
    }

    private long Bytes() => (long)_from.Number();

    private ExceptionEvent ReadException(TraceStamp stamp)
    {
        TracePlace place = Place();
        int flags = _from.Byte();
        (SecurityState state, ExceptionLevel level) = Level();
        _lastException += _from.Difference();
        var record = new ExceptionRecord
        {
            Number = _lastException,
            PeIndex = _peIndex,
            Source = place.Level,
            SourceState = place.State,
            Target = level,
            TargetState = state,
            Type = (ExceptionType)(((flags >> ExceptionFlags.TypeShift) & 3) << 7),
            IsInjected = (flags & ExceptionFlags.Injected) != 0,
            Syndrome = new EsrValue(_from.Number()),
            ReturnAddress = _from.Number(),
            SavedState = new SpsrValue(_from.Number()),
            FaultAddress = (flags & ExceptionFlags.FaultAddress) != 0 ? _from.Number() : null,
            FaultIpa = (flags & ExceptionFlags.FaultIpa) != 0 ? _from.Number() : null,
            IpaWidth = (flags & ExceptionFlags.FaultIpa) != 0 ? _from.Byte() : 0,
            OriginalSyndrome = (flags & ExceptionFlags.Original) != 0 ? new EsrValue(_from.Number()) : null,
            RetiredInstructions = stamp.Retired,
            ModelledCycles = stamp.Cycles,
        };
        return new ExceptionEvent(place, stamp, record);
    }

    private ReturnEvent ReadReturn(TraceStamp stamp)
    {
        (SecurityState state, ExceptionLevel level) = Level();
        return new ReturnEvent(Place(), stamp, state, level, _from.Number());
    }

    private CallEvent ReadCall(TraceStamp stamp)
    {
        TracePlace place = Place();
        var call = new CallRecord
        {
            PeIndex = _peIndex,
            CallerState = place.State,
            CallerLevel = place.Level,
            StartInstructions = stamp.Retired,
            StartCycles = stamp.Cycles,
        };
        ReadKind(ref call);
        call.ReturnAddress = _from.Number();
        Values(ref call.Arguments, Pe.ArgumentsOf(call.Interface));
        _calls[_nextCall++ & (Slots - 1)] = call;
        return new CallEvent(place, stamp, call, isReturn: false);
    }

    private CallEvent ReadCallReturn(TraceStamp stamp)
    {
        TracePlace place = Place();
        var kind = new CallRecord();
        bool hasExit = ReadKind(ref kind);
        int slot = _from.Byte() - 1;
        CallRecord call = slot < 0 ? ReadStart(place, kind.Interface)
            : slot < Slots && _calls[slot] is { } made ? made : throw new InvalidDataException("a call returns in it that was not made");
        (call.Interface, call.Outcome) = (kind.Interface, kind.Outcome);
        (call.EndInstructions, call.EndCycles) = (stamp.Retired, stamp.Cycles);
        if (call.Outcome == CallOutcome.Returned)
            Values(ref call.Results, Pe.ResultsOf(call.Interface));
        if (hasExit)
            call.Exit = new RecExit((RmiRecExitReason)_from.Byte(), _from.Number(), _from.Number());
        return new CallEvent(place, stamp, call, isReturn: true);
    }

    private CallRecord ReadStart(TracePlace place, CallInterface @interface)
    {
        ulong pe = _from.Number();
        var call = new CallRecord
        {
            PeIndex = pe < (ulong)_pes.Length ? (int)pe : throw new InvalidDataException($"it names PE{pe}, and the machine had {_pes.Length}"),
            CallerState = place.State,
            CallerLevel = place.Level,
            StartInstructions = _from.Number(),
        };
        call.StartCycles = call.StartInstructions + _from.Number();
        call.ReturnAddress = _from.Number();
        Values(ref call.Arguments, Pe.ArgumentsOf(@interface));
        return call;
    }

    // Whether an exit follows.
    private bool ReadKind(ref CallRecord call)
    {
        byte packed = _from.Byte();
        (call.Interface, call.Outcome) = ((CallInterface)(packed & 0xF), (CallOutcome)(packed >> 4 & 7));
        if (!Enum.IsDefined(call.Interface) || !Enum.IsDefined(call.Outcome))
            throw new InvalidDataException("it has a call of an unknown kind");
        return (packed & 0x80) != 0;
    }

    private void Values(ref CallRegisters registers, ulong[] last)
    {
        ulong mask = _from.Number();
        if (mask >> CallRegisters.Count != 0)
            throw new InvalidDataException("a call in it has too many registers");
        for (int i = 0; i < CallRegisters.Count; i++)
            registers[i] = (mask >> i & 1) != 0 ? last[i] = _from.Number() : last[i];
    }

    private ConsoleEvent ReadConsole()
    {
        ulong cycles = _from.Number();
        ulong length = _from.Number();
        if (length > TraceFormat.MaxTextBytes)
            throw new InvalidDataException("a line in it is too long");
        return new ConsoleEvent(new TracePlace(0, SecurityState.Root, ExceptionLevel.EL3), new TraceStamp(0, cycles), Encoding.UTF8.GetString(_from.Bytes((int)length)));
    }

    private RegistersEvent ReadRegisters(TraceStamp stamp)
    {
        TracePlace place = Place();
        bool isRepeat = _from.Byte() != 0;
        return new RegistersEvent(place, stamp, [.. Changes(int.MaxValue)], isRepeat);
    }

    private InstructionEvent ReadInstruction(int flags)
    {
        CodecState pe = Pe;
        ulong pc = pe.NextPc;
        if ((flags & InstructionFlags.Pc) != 0)
            pc += _from.Difference();
        pe.NextPc = pc + 4;
        uint word;
        if ((flags & InstructionFlags.Word) != 0)
            _words.Knows(pc, word = _from.Word());
        else if (!_words.TryFind(pc, out word))
            throw new InvalidDataException("an instruction in it has no word");
        TraceStamp stamp = (flags & InstructionFlags.Time) != 0 ? Time() : new TraceStamp(pe.Retired, pe.Charged);
        pe.Retired = stamp.Retired + 1;
        PhysicalAddress? pa = pe.PageOf(pc) is { } page ? At(page, pc) : null;
        int count = flags & InstructionFlags.Many;
        IReadOnlyList<RegisterValue> changes = count == 0 ? [] : Changes(count == InstructionFlags.Many ? int.MaxValue : count);
        return new InstructionEvent(Place(), stamp, pc, word, pa, changes, (flags & InstructionFlags.Accesses) != 0 ? Accesses() : []);
    }

    private List<RegisterValue> Changes(int count)
    {
        var changes = new List<RegisterValue>(Math.Min(count, 8));
        CodecState pe = Pe;
        for (; count > 0; count--)
        {
            byte number = _from.Byte();
            if (number == InstructionFlags.ListEnd && count > InstructionFlags.Many)
                break;
            if (!TraceRegister.Exists(number))
                throw new InvalidDataException($"it names a register that there is not ({number})");
            if (number < TraceRegister.V0)
            {
                changes.Add(new RegisterValue(number, pe.Scalars[number] += _from.Difference()));
                continue;
            }
            int low = 2 * (number - TraceRegister.V0);
            changes.Add(new RegisterValue(number, pe.Halves[low] += _from.Difference(), pe.Halves[low + 1] += _from.Difference()));
        }
        return changes;
    }

    private MemoryAccess[] Accesses()
    {
        var accesses = new MemoryAccess[_from.Byte()];
        for (int i = 0; i < accesses.Length; i++)
            accesses[i] = ReadAccess();
        return accesses;
    }

    private MemoryAccess ReadAccess()
    {
        CodecState pe = Pe;
        int flags = _from.Byte();
        ulong va = pe.LastVa += _from.Difference();
        bool sized = (flags & AccessFlags.Sized) != 0;
        ulong size = sized ? _from.Number() : 1UL << (flags >> AccessFlags.SizeShift);
        if (size is 0 or > 0x1000)
            throw new InvalidDataException("an access in it has no sensible size");
        PhysicalAddress? pa = (flags & AccessFlags.Page) != 0 ? DataAt(pe, va) : null;
        return new MemoryAccess(va, (int)size, (flags & AccessFlags.Read) != 0, (flags & AccessFlags.Write) != 0, pa)
        {
            Read = (flags & AccessFlags.ReadKnown) != 0 ? Data((int)size, sized) : default,
            Written = (flags & AccessFlags.WriteKnown) != 0 ? Data((int)size, sized) : default,
        };
    }

    private PhysicalAddress DataAt(CodecState pe, ulong va)
    {
        ulong number = _from.Number();
        if (number != 0)
            pe.LearnPage(va, PageOf(number - 1));
        return At(pe.PageOf(va) ?? throw new InvalidDataException("an access in it has no page"), va);
    }

    private byte[] Data(int size, bool sized)
    {
        if (sized)
            return _from.Bytes(size).ToArray();
        ulong value = _from.Number();
        var data = new byte[size];
        for (int i = 0; i < size; i++)
            data[i] = (byte)(value >> (8 * i));
        return data;
    }
}
