using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Arm;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cli.Options;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Tracing.Tools;

namespace CcaEmu.Cli.Tracing;

/// <summary>The options that choose events of a trace.</summary>
internal sealed class TraceFilterOptions
{
    private readonly Option<EventChoice> _events = OptionReading.Of<EventChoice>("--event", TryParseEvents, "LIST",
        $"Only these: {string.Join(", ", TraceKindList.Words)}, or names of calls such as RMI_RTT_CREATE; several separated by commas");

    private readonly Option<SecurityState> _world = OptionReading.Of<SecurityState>(
        "--world",
        new NamedChoice<SecurityState>(
            ("realm", SecurityState.Realm), ("ns", SecurityState.NonSecure), ("root", SecurityState.Root), ("secure", SecurityState.Secure)).TryParse,
        "WORLD", "Only what happened in realm, ns, root or secure");

    private readonly Option<ExceptionLevel> _level = OptionReading.Of<ExceptionLevel>(
        "--level",
        new NamedChoice<ExceptionLevel>(
            ("EL0", ExceptionLevel.EL0), ("EL1", ExceptionLevel.EL1), ("EL2", ExceptionLevel.EL2), ("EL3", ExceptionLevel.EL3)).TryParse,
        "LEVEL", "Only what happened at EL0, EL1, EL2 or EL3");

    private readonly Option<int> _realm = OptionReading.Of<int>("--in-realm", TryParseIndex, "N",
        "Only what belongs to the Realm that was created as the Nth, from 0");

    private readonly Option<int> _pe = OptionReading.Of<int>("--pe", TryParseIndex, "N", "Only what happened on PE N");

    private readonly Option<(ulong First, ulong Last)> _address = OptionReading.Of<(ulong First, ulong Last)>("--address", TryParseRange, "FIRST[-LAST]",
        "Only what has to do with these addresses: code, data (virtual or physical), fault addresses, arguments of calls");

    private readonly Option<ulong> _from = OptionReading.Of<ulong>("--from", ModelledTime.TryParse, "US", "Only from this modelled microsecond on");

    private readonly Option<ulong> _to = OptionReading.Of<ulong>("--to", ModelledTime.TryParse, "US", "Only up to this modelled microsecond");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _events, _world, _level, _realm, _pe, _address, _from, _to })
            command.Add(option);
    }

    /// <summary>Reads what the user wants.</summary>
    /// <param name="parsed">The command line.</param>
    public TraceFilter Read(ParseResult parsed)
    {
        EventChoice events = OptionReading.ValueOr(parsed, _events, new EventChoice(TraceKinds.All, []));
        (ulong First, ulong Last)? range = parsed.GetResult(_address) is null ? null : parsed.GetValue(_address);
        return new TraceFilter
        {
            Kinds = events.Kinds,
            Calls = events.Calls,
            World = parsed.GetResult(_world) is null ? null : parsed.GetValue(_world),
            Level = parsed.GetResult(_level) is null ? null : parsed.GetValue(_level),
            Realm = parsed.GetResult(_realm) is null ? null : parsed.GetValue(_realm),
            Pe = parsed.GetResult(_pe) is null ? null : parsed.GetValue(_pe),
            FirstAddress = range?.First,
            LastAddress = range?.Last,
            FromCycles = OptionReading.ValueOr(parsed, _from, 0UL),
            ToCycles = OptionReading.ValueOr(parsed, _to, ulong.MaxValue),
        };
    }

    private static bool TryParseEvents(string text, [MaybeNullWhen(false)] out EventChoice value, [NotNullWhen(false)] out string? expected)
    {
        var kinds = TraceKinds.None;
        var calls = new HashSet<string>();
        value = null;
        expected = null;
        foreach (string word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string name = word.ToUpperInvariant();
            if (TraceKindList.TryParse(word, out TraceKinds kind, out _))
                kinds |= kind;
            else if (SmcNames.All.Any(command => command.Name == name))
                calls.Add(name);
            else
                expected = $"a list made of {string.Join(',', TraceKindList.Words)} and names of calls such as RMI_RTT_CREATE ('{word}' is none of them)";
        }
        value = new EventChoice(kinds, calls);
        return expected is null;
    }

    private static bool TryParseIndex(string text, out int value, [NotNullWhen(false)] out string? expected)
    {
        expected = "a number from 0, such as 1";
        return int.TryParse(text, System.Globalization.NumberStyles.None, null, out value);
    }

    private static bool TryParseRange(string text, out (ulong First, ulong Last) value, [NotNullWhen(false)] out string? expected)
    {
        expected = "an address, or a first and a last one, such as 0x80000000-0x80000FFF";
        string[] ends = text.Split('-');
        value = default;
        if (ends.Length > 2 || !NumberText.TryParseDigits(ends[0], out ulong first) || !NumberText.TryParseDigits(ends[^1], out ulong last) || last < first)
            return false;
        value = (first, last);
        return true;
    }

    private sealed record EventChoice(TraceKinds Kinds, IReadOnlySet<string> Calls)
    {
        public EventChoice(TraceKinds kinds, string[] none)
            : this(kinds, new HashSet<string>(none))
        {
        }
    }
}
