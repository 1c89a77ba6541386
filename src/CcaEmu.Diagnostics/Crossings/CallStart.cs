using CcaEmu.Cpu;
using CcaEmu.Cpu.Accounting;

namespace CcaEmu.Diagnostics.Crossings;

/// <summary>How it stood when a call was made that is under way; used again for the next call when it has returned.</summary>
internal sealed class CallStart
{
    private readonly ulong[] _work = new ulong[WorkSteps.Count];
    private readonly ulong[] _guest = new ulong[WorkSteps.Count];

    /// <summary>Whether a call is under way.</summary>
    public bool IsSet { get; set; }

    /// <summary>Number of the PE that made it.</summary>
    public int PeIndex { get; private set; }

    /// <summary>What that PE had done.</summary>
    public ReadOnlySpan<ulong> Work => _work;

    /// <summary>A call is made.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="guest">What it had done in guests.</param>
    public void Set(ProcessingElement pe, ReadOnlySpan<ulong> guest)
    {
        (IsSet, PeIndex) = (true, pe.Index);
        pe.WorkDone.CopyTo(_work);
        guest.CopyTo(_guest);
    }

    /// <summary>What the PE had done, with all that guests have done since.</summary>
    /// <param name="guest">What has been done in guests by now.</param>
    public ReadOnlySpan<ulong> WithGuest(ReadOnlySpan<ulong> guest)
    {
        for (int i = 0; i < _work.Length; i++)
            _work[i] += guest[i] - _guest[i];
        return _work;
    }
}
