using System.Text;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Diagnostics.Tracing.Events;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>Makes events out of the records of a block.</summary>
/// <remarks>A block that no writer makes is refused by <see cref="InvalidDataException"/>: nothing in it is believed before it is looked at.</remarks>
internal sealed partial class BlockDecoder
{
    private readonly RecordReader _from = new();
    private readonly CodecState[] _pes;
    private readonly WordCache _words = new();
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

    private ConsoleEvent ReadConsole()
    {
        ulong cycles = _from.Number();
        ulong length = _from.Number();
        if (length > TraceFormat.MaxTextBytes)
            throw new InvalidDataException("a line in it is too long");
        return new ConsoleEvent(new TracePlace(0, SecurityState.Root, ExceptionLevel.EL3), new TraceStamp(0, cycles), Encoding.UTF8.GetString(_from.Bytes((int)length)));
    }
}
