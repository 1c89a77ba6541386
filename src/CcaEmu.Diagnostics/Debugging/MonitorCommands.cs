using System.Globalization;
using System.Text;
using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Worlds;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>GDB's <c>monitor</c>: what its own commands have no words for.</summary>
internal sealed class MonitorCommands(IReadOnlyList<IMonitorCommand> others)
{
    private readonly Dictionary<ulong, DebugScope> _scopes = [];
    private DebugScope _scope;
    private Pas? _space;
    private ushort? _mecid;

    /// <summary>The physical address space that memory packets mean; null for virtual addresses.</summary>
    /// <param name="run">The run as it stands: who owns a granule is asked of its RMM.</param>
    public PhysicalSpace? SpaceOf(IDebuggedRun run) => _space is { } pas
        ? new PhysicalSpace(pas, address => _mecid ?? run.Evidence.Scenes.Inspector?.MecidOf(address) ?? 0)
        : null;

    /// <summary>A new debugger finds everything as the first one did.</summary>
    public void Reset()
    {
        _scopes.Clear();
        _scope = default;
        _space = null;
        _mecid = null;
    }

    /// <summary>The scope of a breakpoint: the one that was chosen when it was first set. GDB takes its breakpoints out and puts them back at every stop.</summary>
    public DebugScope ScopeOf(ulong address)
    {
        if (!_scopes.TryGetValue(address, out DebugScope scope))
            _scopes[address] = scope = _scope;
        return scope;
    }

    /// <summary>Runs a command.</summary>
    /// <returns>What the user reads, with line ends.</returns>
    public string Run(string line, DebugSession session, ProcessingElement pe)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string name = words.Length == 0 ? "help" : words[0].ToLowerInvariant();
        string[] arguments = [.. words.Skip(1)];
        string answer = name switch
        {
            "help" => Help(),
            "world" => Worlds(session),
            "scope" => SetScope(arguments),
            "bind" => Bind(arguments, session),
            "points" => string.Join('\n', session.Points.Select(p => $"{p.Kind} 0x{p.Address:x} in {p.Scope}").DefaultIfEmpty("no breakpoint or watchpoint is set")),
            "catch" => SetCatch(arguments, session),
            "pas" => SetSpace(arguments),
            "mecid" => SetMecid(arguments, pe),
            "walk" => Walk(arguments, pe),
            "gpi" => ShowGpi(arguments, pe),
            _ => others.FirstOrDefault(other => other.Name == name)?.Answer(session.Current, pe, arguments)
                ?? $"expected a command that 'monitor help' lists, found '{name}'",
        };
        return answer.TrimEnd('\n') + "\n";
    }

    private string Help()
    {
        (string Name, string Text)[] own =
        [
            ("world", "where each PE is: world, level, Realm and REC, address"),
            ("scope [SCOPE]", $"where breakpoints and watchpoints set from now on count: {DebugScope.Syntax}"),
            ("bind ADDRESS SCOPE", "the same for those at one address, set or not"),
            ("points", "breakpoints and watchpoints with their scopes"),
            ("catch [EVENT]", $"stop at an event: {Catch.Syntax}; 'catch off' lets all pass; without EVENT, list them"),
            ("pas [SPACE]", "memory commands mean physical addresses of root, realm, ns or secure; va for virtual ones"),
            ("mecid [MECID]", "the encryption context that memory of 'pas realm' is read and written in; owner for that of each granule's owner"),
            ("walk ADDRESS", "translate a virtual address in the current regime"),
            ("gpi ADDRESS", "which address spaces a physical address is open to"),
        ];
        IEnumerable<(string Name, string Text)> all = own.Concat(others.Select(Split));
        return string.Join('\n', all.Select(line => $"{line.Name,-20} {line.Text}"));
    }

    // "[IPA]: text" in Help: the arguments belong to the name.
    private static (string Name, string Text) Split(IMonitorCommand command)
    {
        int colon = command.Help.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? (command.Name, command.Help) : ($"{command.Name} {command.Help[..colon]}", command.Help[(colon + 2)..]);
    }

    private static string Worlds(DebugSession session)
    {
        var text = new StringBuilder();
        foreach (ProcessingElement pe in session.Pes)
        {
            string rec = pe.SecurityState == SecurityState.Realm && session.Recs.RecOn(pe) is { } name ? $", {name}" : "";
            string state = pe.AtManagedLayer ? ", managed layer" : pe.WaitingForInterrupt ? ", asleep" : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"PE{pe.Index} {WorldNames.Of(pe.SecurityState, pe.CurrentLevel)}{rec}{state}, PC 0x{pe.PC:x}, {pe.RetiredInstructions} instructions, {pe.ModelledCycles} modelled cycles");
        }
        return text.ToString();
    }

    private string SetScope(string[] words)
    {
        if (words.Length != 0)
        {
            if (!DebugScope.TryParse(words, out DebugScope scope, out string? error))
                return error;
            _scope = scope;
        }
        return $"breakpoints and watchpoints set from now on count in {_scope}";
    }

    private string Bind(string[] words, DebugSession session)
    {
        if (words.Length < 2 || !MonitorText.TryNumber(words[0], out ulong address))
            return $"expected an address and a scope ({DebugScope.Syntax}), found '{string.Join(' ', words)}'";
        if (!DebugScope.TryParse(words[1..], out DebugScope scope, out string? error))
            return error;
        _scopes[address] = scope;
        foreach (DebugPoint point in session.Points.Where(point => point.Address == address).ToArray())
        {
            session.Remove(point.Kind, address);
            session.Add(point with { Scope = scope });
        }
        return $"0x{address:x} counts in {scope}";
    }

    private static string SetCatch(string[] words, DebugSession session)
    {
        if (words is ["off"])
            session.ClearCatches();
        else if (words.Length != 0)
        {
            if (!Catch.TryParse(words, out Catch caught, out string? error))
                return error;
            session.Add(caught);
        }
        return session.Catches.Count == 0 ? "nothing is caught" : $"caught: {string.Join(", ", session.Catches)}";
    }

    private string SetSpace(string[] words)
    {
        switch (words)
        {
            case []: break;
            case ["va"]: _space = null; break;
            case ["root"]: _space = Pas.Root; break;
            case ["realm"]: _space = Pas.Realm; break;
            case ["ns"]: _space = Pas.NonSecure; break;
            case ["secure"]: _space = Pas.Secure; break;
            default: return $"expected va, root, realm, ns or secure, found '{string.Join(' ', words)}'";
        }
        return _space is { } space ? $"memory commands mean physical addresses of {space}" : "memory commands mean virtual addresses";
    }

    private string SetMecid(string[] words, ProcessingElement pe)
    {
        if (pe.Physical.Memory.Encryption is not { } encryption)
            return "expected a machine with memory encryption contexts, found none: --mec gives one";
        if (words is ["owner"])
            _mecid = null;
        else if (words is [var text] && MonitorText.TryNumber(text, out ulong mecid) && mecid >> encryption.MecidBits == 0)
            _mecid = (ushort)mecid;
        else if (words.Length != 0)
            return $"expected owner or a MECID of at most {encryption.MecidBits} bits, found '{string.Join(' ', words)}'";
        return _mecid is { } chosen ? $"memory of the Realm space is read and written with MECID {chosen}" : "memory of the Realm space is read and written as its owner does";
    }

    private static string Walk(string[] words, ProcessingElement pe)
    {
        if (words is not [var text] || !MonitorText.TryNumber(text, out ulong address))
            return $"expected a virtual address, found '{string.Join(' ', words)}'";
        if (!pe.Peek(new VirtualAddress(address), out PhysicalAddress pa, out FaultRecord fault))
            return $"0x{address:x} in {WorldNames.Of(pe.SecurityState, pe.CurrentLevel)}: {fault}";
        return $"0x{address:x} in {WorldNames.Of(pe.SecurityState, pe.CurrentLevel)} is {pa}; {Protection(pe, pa.Value)}";
    }

    private static string ShowGpi(string[] words, ProcessingElement pe) => words is [var text] && MonitorText.TryNumber(text, out ulong address)
        ? $"0x{address:x}: {Protection(pe, address)}"
        : $"expected a physical address, found '{string.Join(' ', words)}'";

    // By asking the table for each of the spaces: what it says is what an access would find.
    private static string Protection(ProcessingElement pe, ulong address)
    {
        string[] open = [.. new[] { Pas.NonSecure, Pas.Secure, Pas.Realm, Pas.Root }
            .Where(pas => pe.Physical.Check(new PhysicalAddress(address, pas)).Kind == GpcFaultKind.None).Select(pas => pas.ToString())];
        return open.Length == 0 ? "its granule is open to no address space" : $"its granule is open to {string.Join(", ", open)}";
    }
}
