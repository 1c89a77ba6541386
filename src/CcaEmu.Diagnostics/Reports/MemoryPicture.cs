using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Reports;

/// <summary>How much memory is in which physical address space, and how many granules are in which state, over time.</summary>
/// <remarks>
/// The Granule Protection Table is read once, when the first call to the RMM is made, and then followed by the calls that change it. Of
/// granules' states the RMM tells.
/// </remarks>
public sealed class MemoryPicture
{
    private const ulong GranuleBytes = 0x1000;
    private const int MostSamples = 4096;

    private readonly IReadOnlyList<(ulong Base, ulong SizeBytes)> _banks;
    private readonly long[] _spaces = new long[4];
    private readonly long[] _states = new long[Enum.GetValues<GranuleState>().Length];
    private readonly List<MemorySample> _samples = [];
    private bool _isRead, _isDirty;
    private int _stride = 1, _skipped;

    /// <summary>A picture of some memory.</summary>
    /// <param name="banks">The banks of RAM.</param>
    public MemoryPicture(IReadOnlyList<(ulong Base, ulong SizeBytes)> banks) => _banks = banks;

    /// <summary>The picture, in order of time; of very many changes only every so many.</summary>
    public IReadOnlyList<MemorySample> Samples => _samples;

    /// <summary>Bytes in each physical address space now, by its number; what no space may access is in none.</summary>
    /// <param name="pe">Whose table is read.</param>
    public IReadOnlyList<long> ReadTable(ProcessingElement pe)
    {
        var spaces = new long[4];
        foreach ((ulong start, ulong size) in _banks)
        {
            for (ulong address = start; address < start + size; address += GranuleBytes)
            {
                GpcResult found = pe.Physical.Inspect(address);
                if (SpaceOf(found.Gpi) is { } pas)
                    spaces[(int)pas] += (long)GranuleBytes;
            }
        }
        return spaces;
    }

    /// <summary>Bytes in each physical address space now, as the calls have it.</summary>
    public IReadOnlyList<long> Spaces => _spaces;

    /// <summary>A granule has changed its state.</summary>
    /// <param name="from">State before.</param>
    /// <param name="to">State from now on.</param>
    public void OnState(GranuleState from, GranuleState to)
    {
        _isDirty = true;
        if (from != GranuleState.Undelegated)
            _states[(int)from]--;
        if (to != GranuleState.Undelegated)
            _states[(int)to]++;
    }

    /// <summary>A call is made.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="call">The call.</param>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (_isRead || call.Interface != CallInterface.Rmi)
            return;
        Set(ReadTable(pe));
    }

    /// <summary>Whether the table was read.</summary>
    public bool IsRead => _isRead;

    /// <summary>Takes what the table says.</summary>
    /// <param name="spaces">Bytes in each physical address space, by its number.</param>
    public void Set(IReadOnlyList<long> spaces)
    {
        _isRead = _isDirty = true;
        for (int i = 0; i < _spaces.Length; i++)
            _spaces[i] = spaces[i];
    }

    /// <summary>A call has returned.</summary>
    /// <param name="pe">The PE; null where the table's changes are told by <see cref="Set"/>.</param>
    /// <param name="call">The call.</param>
    public void OnReturn(ProcessingElement? pe, in CallRecord call)
    {
        if (!_isRead || call.Outcome != CallOutcome.Returned)
            return;
        uint function = new SmcFunctionId(call.FunctionId).WithoutSveHint.Value;
        if (function is (uint)RmmEl3Command.GtsiDelegate or (uint)RmmEl3Command.GtsiUndelegate && call.Results[0] == 0)
            Move(1, toRealm: function == (uint)RmmEl3Command.GtsiDelegate);
        else if (function == (uint)FirmeCommand.GmGpiSet && call.Interface is CallInterface.RmmEl3 or CallInterface.Other && call.Results[1] <= call.Arguments[2])
            Move(call.Results[1], toRealm: call.Arguments[3] == (ulong)Gpi.Realm);
        else if (function is (uint)FirmeCommand.GmL1Create or (uint)FirmeCommand.GmL1Destroy && pe is not null)
            Set(ReadTable(pe));
    }

    /// <summary>Keeps how it stands, where something has changed.</summary>
    /// <param name="cycles">The machine's time.</param>
    public void Sample(ulong cycles)
    {
        if (!_isDirty || ++_skipped < _stride)
            return;
        (_isDirty, _skipped) = (false, 0);
        _samples.Add(new MemorySample(cycles, [.. _spaces], [.. _states]));
        if (_samples.Count < MostSamples)
            return;
        for (int i = 1; i <= _samples.Count / 2; i++)
            _samples[i] = _samples[Math.Min(2 * i, _samples.Count - 1)];
        _samples.RemoveRange(_samples.Count / 2 + 1, _samples.Count - _samples.Count / 2 - 1);
        _stride *= 2;
    }

    /// <summary>The run is over.</summary>
    /// <param name="cycles">The machine's time.</param>
    public void Close(ulong cycles)
    {
        if (_isRead)
            _samples.Add(new MemorySample(cycles, [.. _spaces], [.. _states]));
    }

    private void Move(ulong granules, bool toRealm)
    {
        long bytes = (long)(granules * GranuleBytes);
        _spaces[(int)Pas.Realm] += toRealm ? bytes : -bytes;
        _spaces[(int)Pas.NonSecure] -= toRealm ? bytes : -bytes;
        _isDirty |= granules != 0;
    }

    private static Pas? SpaceOf(Gpi gpi) => gpi switch
    {
        Gpi.NonSecure or Gpi.NonSecureOnly => Pas.NonSecure,
        Gpi.Realm => Pas.Realm,
        Gpi.Root => Pas.Root,
        Gpi.Secure => Pas.Secure,
        _ => null,
    };
}
