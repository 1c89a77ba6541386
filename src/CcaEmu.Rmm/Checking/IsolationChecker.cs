using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Rmi;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm.Checking;

/// <summary>Checks after every command that what the RMM promises holds. It looks past all interfaces and changes nothing.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>No granule is in two states or belongs to two things, and each has one that refers to it.</item>
/// <item>The GPI of a granule agrees with its state.</item>
/// <item>Each translation table entry refers to a granule of the right state; counts in RDs are what a full scan finds.</item>
/// <item>No granule that the host can read holds bytes that it held as RD, REC, RTT or DATA, or a copy of them (<see cref="TaintMap"/>).</item>
/// <item>A command that failed has changed nothing: no memory, no state (<see cref="CommandJournal"/>, <see cref="GlobalState"/>).</item>
/// <item>No TLB can hold what a command has taken from a Realm (<see cref="TlbiWatch"/>).</item>
/// <item>No command goes by what it has read of the host's memory at two times (<see cref="HostReads"/>).</item>
/// <item>No register of the caller but the documented outputs has changed (<see cref="CallerRegisters"/>).</item>
/// </list>
/// </remarks>
internal sealed class IsolationChecker
{
    private const int MostFindings = 100;

    private readonly RmmContext _rmm;
    private readonly ProcessingElement _pe;
    private readonly TaintMap _taint;
    private readonly MemoryWatch _watch;
    private readonly List<string> _findings = [];
    private readonly (GlobalState State, long Event)[] _before;
    private long _events;
    private string _last = "at boot: ";

    /// <summary>A checker for an RMM after its cold boot.</summary>
    /// <param name="rmm">The RMM.</param>
    /// <param name="pe">The PE it has booted on.</param>
    /// <param name="machine">The board, to hear of memory and of exceptions.</param>
    public IsolationChecker(RmmContext rmm, ProcessingElement pe, Machine.Machine machine)
    {
        (_rmm, _pe) = (rmm, pe);
        _taint = new TaintMap(rmm.Abi.RecExit);
        _watch = new MemoryWatch(rmm, _taint, machine.Pes.Count);
        _before = new (GlobalState, long)[machine.Pes.Count];
        rmm.Granules.StateChanged += _watch.OnStateChanged;
        rmm.TlbInvalidated += _watch.OnTlbInvalidated;
        machine.Memory.Observer = _watch;
        machine.Bus.Subscribe(new CallerRegisters(machine.Pes.Count, _rmm.Abi, finding => Report(_last + finding)));
    }

    /// <summary>What did not hold, each with the command after which it was found.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>Commands after which everything was checked.</summary>
    public long Checks { get; private set; }

    /// <summary>The RMM is entered on a PE.</summary>
    public void Enter(ProcessingElement pe) => _watch.Serving = pe;

    /// <summary>A command begins.</summary>
    public void Begin(RmiCall call)
    {
        _watch.Begin(call.Pe, call.Command);
        _before[call.Pe.Index] = (GlobalState.Of(_rmm), ++_events);
    }

    /// <summary>Checks what one command can break: always this, and now and then everything.</summary>
    /// <param name="call">The command that has ended.</param>
    /// <param name="result">Its X0.</param>
    public void Check(RmiCall call, RmiResult result)
    {
        Checks++;
        _last = $"after {call.Command}: ";
        _watch.Pause(true);
        foreach (string leak in _taint.Take())
            Report(_last + leak);
        if (_watch.TlbisOf(call.Pe).Finding is { } held)
            Report(_last + held);
        if (_watch.ReadsOf(call.Pe).Finding is { } twice)
            Report(_last + twice);
        if (Failed(result) && !HasRun(call))
            CheckFailure(call, result);
        _events++;
        if (Checks % _rmm.Options.ScansAfter == 0)
            Scan(finding => Report(_last + finding));
        _watch.Pause(false);
    }

    // A REC that has run may fail to tell the host of it.
    private static bool HasRun(RmiCall call) => call.Command == RmiCommand.RecEnter && call.IsDeferred;

    private void CheckFailure(RmiCall call, RmiResult result)
    {
        string? change = _watch.JournalOf(call.Pe).FirstChange(call.Pe.Physical, granule => _rmm.Granules[granule]);
        (GlobalState state, long begun) = _before[call.Pe.Index];
        // Commands of other PEs in between may change what all share; the end of an operation is what a failed continuation is for.
        if (change is null && begun == _events && call.Command != RmiCommand.OpContinue && GlobalState.Of(_rmm) is var now && now != state)
            change = $"it was {state} and is {now}";
        if (change is not null)
            Report($"{_last}it failed with {result}, and yet something has changed: {change}");
    }

    private static bool Failed(RmiResult result) => result.Status is not (RmiStatus.Success or RmiStatus.Incomplete);

    private void Report(string finding)
    {
        if (_findings.Count < MostFindings)
            _findings.Add(finding);
    }

    private void Scan(Action<string> report)
    {
        var gpt = new GptView(_pe);
        var scan = new RealmScan(_pe, _rmm.Granules, report);
        var memory = new RealmMemory(_pe.Physical);
        var realms = new Dictionary<ulong, (ulong Recs, ulong Running)>();
        var vmids = new HashSet<ushort>();
        var mecids = new HashSet<ushort>();
        foreach ((ulong granule, GranuleState state) in _rmm.Granules.InUse())
        {
            if (state == GranuleState.Rd)
            {
                scan.Realm(granule);
                realms.TryAdd(granule, default);
                if (!vmids.Add(new Rd(memory, granule).Vmid))
                    report($"Realm 0x{granule:X} shares VMID {new Rd(memory, granule).Vmid} with another");
                if (new Rd(memory, granule) is { HasOwnMecid: true } own && !mecids.Add(own.Mecid))
                    report($"Realm 0x{granule:X} shares MECID {own.Mecid}, which is to be its own, with another");
            }
            else if (state == GranuleState.Rec)
            {
                (ulong owner, bool running) = scan.RecAt(granule);
                (ulong recs, ulong runs) = realms.GetValueOrDefault(owner);
                realms[owner] = (recs + 1, runs + (running ? 1UL : 0));
            }
        }
        ScanMemoryOutsideRealms(scan);
        foreach ((ulong rd, (ulong recs, ulong running)) in realms)
            CheckCounts(new Rd(memory, rd), recs, running, report);
        if (realms.Count != _rmm.NumRealms)
            report($"there are {realms.Count} RDs, but {_rmm.NumRealms} Realms");
        CheckGranules(scan, gpt, report);
    }

    private void ScanMemoryOutsideRealms(RealmScan scan)
    {
        foreach (StatefulOperation operation in _rmm.Operations.All)
        {
            foreach (AddressRangeDescriptor range in operation.HeldMemory)
                scan.Range(range, "memory of an operation");
        }
        foreach (AddressRangeDescriptor range in _rmm.TrackingMemory.Values.SelectMany(memory => memory))
            scan.Range(range, "memory for tracking");
        foreach ((ulong first, ulong count) in _rmm.Transit.All)
            scan.Range(new AddressRangeDescriptor(first, RttGeometry.LastLevel, (int)count), "granules on their way");
        foreach (ulong table in _rmm.Gpt.Memory)
            scan.Range(new AddressRangeDescriptor(table, 3, (int)(_rmm.Features.Level1GptBytes / _rmm.GranuleBytes)), "level 1 GPT");
    }

    private void CheckCounts(Rd rd, ulong recs, ulong running, Action<string> report)
    {
        if (!_rmm.Granules.Is(rd.Address, GranuleState.Rd))
            return;
        if (rd.NumRecs != recs || rd.NumRunning != running)
        {
            report($"Realm 0x{rd.Address:X} counts {rd.NumRecs} RECs, {rd.NumRunning} of them running; there are {recs}, and {running} run");
        }
    }

    private void CheckGranules(RealmScan scan, GptView gpt, Action<string> report)
    {
        foreach ((ulong granule, GranuleState state) in _rmm.Granules.InUse())
        {
            Gpi gpi = gpt[granule];
            // Donated memory may be Non-secure still, or Root already.
            bool agrees = gpi == Gpi.Realm || (state == GranuleState.Internal && gpi is Gpi.NonSecure or Gpi.Root);
            if (!agrees)
                report($"granule 0x{granule:X} is {state}, but its GPI is {gpi}");
            if (state != GranuleState.Delegated && !scan.Owned.ContainsKey(granule))
                report($"granule 0x{granule:X} is {state}, but nothing refers to it");
        }
        foreach (ulong granule in _taint.Marked)
        {
            if (gpt[granule] is Gpi.NonSecure or Gpi.Any)
                report($"granule 0x{granule:X} has GPI {gpt[granule]} and bytes that it held as {_taint.Of(granule)!.Source}");
        }
        foreach (ulong granule in _rmm.Granules.Undelegated())
        {
            if (gpt[granule] == Gpi.Realm)
                report($"granule 0x{granule:X} is UNDELEGATED, but its GPI is Realm");
        }
    }
}
