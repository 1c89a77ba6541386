using System.Runtime.InteropServices;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm.Checking;

/// <summary>Whether one command has taken a translation from a Realm and left it in a TLB.</summary>
/// <remarks>
/// A valid descriptor that changes needs a TLBI on every PE behind the change; a table that stops being one needs it in the same command, since its
/// Realm does not run. Arm ARM (DDI 0487), section "TLB maintenance requirements".
/// </remarks>
/// <param name="pes">How many PEs there are.</param>
internal sealed class TlbiWatch(int pes)
{
    private readonly bool[] _invalidated = new bool[pes];
    private ulong _entry, _table;

    /// <summary>A command begins.</summary>
    public void Begin()
    {
        Array.Clear(_invalidated);
        (_entry, _table) = (0, 0);
    }

    /// <summary>The RMM is about to write to a granule that is an RTT.</summary>
    /// <param name="address">First byte.</param>
    /// <param name="old">What stands there; empty for zeros.</param>
    /// <param name="source">What will; empty for zeros.</param>
    public void OnWrite(ulong address, ReadOnlySpan<byte> old, ReadOnlySpan<byte> source)
    {
        ReadOnlySpan<ulong> before = MemoryMarshal.Cast<byte, ulong>(old), after = MemoryMarshal.Cast<byte, ulong>(source);
        for (int i = 0; i < before.Length; i++)
        {
            if (!new RttEntry(before[i]).IsValid || (!after.IsEmpty && after[i] == before[i]))
                continue;
            _entry = address + (ulong)i * 8;
            Array.Clear(_invalidated);
            return;
        }
    }

    /// <summary>A granule changes its state.</summary>
    public void OnStateChanged(ulong granule, GranuleState from)
    {
        if (from == GranuleState.Rtt)
            _table = granule;
    }

    /// <summary>The RMM has dropped a PE's translations of Realms.</summary>
    public void OnInvalidated(int pe) => _invalidated[pe] = true;

    /// <summary>What may still be in a TLB, in words; null where nothing is.</summary>
    public string? Finding
    {
        get
        {
            int missing = Array.IndexOf(_invalidated, false);
            if (missing < 0 || (_entry | _table) == 0)
                return null;
            string what = _entry != 0 ? $"the valid descriptor at 0x{_entry:X} has changed" : $"0x{_table:X} is no table any more";
            return $"{what}, and no TLBI has told PE{missing}";
        }
    }
}
