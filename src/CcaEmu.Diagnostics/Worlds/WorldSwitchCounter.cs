using CcaEmu.Arm;
using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Worlds;

/// <summary>Counts world switches by direction.</summary>
/// <remarks>
/// A world switch is an exception to EL3 from one security state whose exception return goes to another. The first return of a PE
/// after reset comes from nowhere and is none.
/// </remarks>
public sealed class WorldSwitchCounter : IPeObserver
{
    private const int States = 4;
    private const byte Nowhere = 0xFF;

    private readonly ulong[] _counts = new ulong[States * States];
    private readonly byte[] _cameFrom;

    /// <summary>A counter for the PEs of a machine, of which it must be told every event.</summary>
    /// <param name="peCount">Number of PEs.</param>
    public WorldSwitchCounter(int peCount)
    {
        _cameFrom = new byte[peCount];
        Array.Fill(_cameFrom, Nowhere);
    }

    /// <summary>The directions that occurred, by numbers of the states.</summary>
    public IReadOnlyList<WorldSwitchCount> Counts
    {
        get
        {
            List<WorldSwitchCount> counts = [];
            for (int i = 0; i < _counts.Length; i++)
            {
                if (_counts[i] != 0)
                    counts.Add(new((SecurityState)(i / States), (SecurityState)(i % States), _counts[i]));
            }
            return counts;
        }
    }

    /// <summary>Switches in one direction.</summary>
    /// <param name="from">State left.</param>
    /// <param name="to">State entered.</param>
    public ulong CountOf(SecurityState from, SecurityState to) => _counts[(int)from * States + (int)to];

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        if (taken.Target == ExceptionLevel.EL3 && taken.Source != ExceptionLevel.EL3)
            _cameFrom[pe.Index] = (byte)taken.SourceState;
    }

    /// <inheritdoc/>
    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        if (from != ExceptionLevel.EL3 || pe.CurrentLevel == ExceptionLevel.EL3)
            return;
        byte cameFrom = _cameFrom[pe.Index];
        _cameFrom[pe.Index] = Nowhere;
        if (cameFrom != Nowhere && cameFrom != (byte)pe.SecurityState)
            _counts[cameFrom * States + (int)pe.SecurityState]++;
    }
}
