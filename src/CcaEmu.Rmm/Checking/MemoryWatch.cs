using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Rmm.Checking;

/// <summary>Tells taint, journals and who looks for missing TLBIs of what the RMM reads and writes, and taint of what everybody else writes.</summary>
/// <param name="rmm">For the size of granules.</param>
/// <param name="taint">Marks.</param>
/// <param name="pes">How many PEs there are.</param>
internal sealed class MemoryWatch(RmmContext rmm, TaintMap taint, int pes) : IMemoryObserver
{
    private readonly CommandJournal[] _journals = [.. Enumerable.Range(0, pes).Select(_ => new CommandJournal())];
    private readonly TlbiWatch[] _tlbis = [.. Enumerable.Range(0, pes).Select(_ => new TlbiWatch(pes))];
    private readonly HostReads[] _reads = [.. Enumerable.Range(0, pes).Select(_ => new HostReads())];
    private readonly RmiCommand[] _commands = new RmiCommand[pes];
    private bool _isPaused;

    /// <summary>The PE on which the RMM was entered last; null before the first time.</summary>
    public ProcessingElement? Serving { get; set; }

    /// <summary>What the command of a PE has changed.</summary>
    public CommandJournal JournalOf(ProcessingElement pe) => _journals[pe.Index];

    /// <summary>What the command of a PE has left in TLBs.</summary>
    public TlbiWatch TlbisOf(ProcessingElement pe) => _tlbis[pe.Index];

    /// <summary>What the command of a PE has read of the host's memory.</summary>
    public HostReads ReadsOf(ProcessingElement pe) => _reads[pe.Index];

    /// <summary>A command begins on a PE.</summary>
    public void Begin(ProcessingElement pe, RmiCommand command)
    {
        _commands[pe.Index] = command;
        _journals[pe.Index].Begin();
        _tlbis[pe.Index].Begin();
        _reads[pe.Index].Begin();
        taint.Begin();
    }

    /// <summary>Told of every change of a granule's state, before anything else happens to it.</summary>
    public void OnStateChanged(ulong granule, GranuleState from, GranuleState to)
    {
        if (Serving is { } pe)
        {
            _journals[pe.Index].OnStateChanged(granule, from);
            _tlbis[pe.Index].OnStateChanged(granule, from);
        }
        for (ulong page = granule; page < granule + rmm.GranuleBytes; page += GranuleTaint.Size)
            taint.OnStateChanged(page, to);
    }

    /// <summary>Told of every PE whose translations of Realms the RMM drops.</summary>
    public void OnTlbInvalidated(ProcessingElement pe)
    {
        if (Serving is { } serving)
            _tlbis[serving.Index].OnInvalidated(pe.Index);
    }

    /// <summary>Lets checks read without being told of it.</summary>
    public void Pause(bool isPaused) => _isPaused = isPaused;

    /// <inheritdoc/>
    public void BeforeWrite(GranuleProtection door, PhysicalAddress address, int sizeBytes, ReadOnlySpan<byte> old, ReadOnlySpan<byte> source)
    {
        if (_isPaused || address.Pas is not (Pas.Realm or Pas.NonSecure))
            return;
        bool isRmm = IsRmm(door);
        // The page shared with the monitor holds requests, and nothing that a command could change.
        if (isRmm && address.Value - rmm.SharedPage.Address >= GranuleTaint.Size)
        {
            _journals[Serving!.Index].OnWrite(address, sizeBytes, old);
            if (rmm.Granules[address.Value] == GranuleState.Rtt)
                _tlbis[Serving.Index].OnWrite(address.Value, old, source);
        }
        taint.OnWrite(address, sizeBytes, source, isRmm ? _commands[Serving!.Index] : null);
    }

    /// <inheritdoc/>
    public void AfterRead(GranuleProtection door, PhysicalAddress address, ReadOnlySpan<byte> bytes)
    {
        if (_isPaused || !IsRmm(door))
            return;
        if (address.Pas == Pas.Realm)
            taint.OnRead(address, bytes);
        else if (address.Pas == Pas.NonSecure)
            _reads[Serving!.Index].OnRead(address.Value, bytes.Length);
    }

    private bool IsRmm(GranuleProtection door) => Serving is { } pe && ReferenceEquals(pe.Physical, door)
        && pe.CurrentLevel == ExceptionLevel.EL2 && pe.SecurityState == SecurityState.Realm;
}
