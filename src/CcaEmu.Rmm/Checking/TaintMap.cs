using System.Runtime.InteropServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Rmi;
using CcaEmu.Memory;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;

namespace CcaEmu.Rmm.Checking;

/// <summary>
/// Marks that follow bytes of RDs, RECs, RTTs and DATA: from the moment that a granule is one of these, through copies that the RMM makes, until they are
/// wiped or overwritten.
/// </summary>
/// <remarks>
/// <para>While a granule is one of these, all of it is marked: a Realm may write any byte of its memory, and what the RMM keeps is nobody else's. When it
/// stops being that, the marks stay, whatever the bytes are. A leak is a mark in a granule that the Non-secure world gets, or that becomes the memory of
/// another owner. RMM specification 2.0 (DEN0137), section "Granule wiping".</para>
/// <para>Copies: words that the RMM reads from marked bytes and writes, unchanged, within one command. What a REC exit exposes, and lists of the host's own
/// memory, are documented outputs and carry no marks.</para>
/// </remarks>
/// <param name="exit">RmiRecExit as the host finds it.</param>
internal sealed class TaintMap(AbiLayout exit)
{
    // Small numbers are counts, levels and sizes: they say nothing about where they come from.
    private const ulong SmallestTelling = 1UL << 20;

    private readonly AbiField[] _documented = [.. exit.Fields.Where(field => field.Name is "esr" or "far" or "hpfar" or "gprs"
        or "cntp_ctl" or "cntp_cval" or "cntv_ctl" or "cntv_cval" or "ripas_base" or "ripas_top")];
    private readonly Dictionary<ulong, GranuleTaint> _granules = [];
    private readonly Dictionary<ulong, (ulong Address, GranuleState Source)> _read = [];
    private readonly List<string> _leaks = [];

    /// <summary>Granules with marks.</summary>
    public IEnumerable<ulong> Marked => _granules.Where(granule => granule.Value.IsAny).Select(granule => granule.Key);

    /// <summary>What a marked granule was.</summary>
    public GranuleTaint? Of(ulong granule) => _granules.GetValueOrDefault(granule);

    /// <summary>The leaks found since the last call, in words.</summary>
    public List<string> Take()
    {
        if (_leaks.Count == 0)
            return [];
        List<string> leaks = [.. _leaks];
        _leaks.Clear();
        return leaks;
    }

    /// <summary>A command of a PE begins: what was read before is forgotten.</summary>
    public void Begin() => _read.Clear();

    /// <summary>Told of every change of a granule's state, before anything else happens to it.</summary>
    public void OnStateChanged(ulong granule, GranuleState to)
    {
        bool isOwned = IsOwned(to);
        if (!_granules.TryGetValue(granule, out GranuleTaint? taint))
        {
            if (!isOwned)
                return;
            _granules.Add(granule, taint = new GranuleTaint());
        }
        if ((isOwned || to == GranuleState.Undelegated) && taint.IsAny)
        {
            string what = to == GranuleState.Undelegated ? "was given to the host" : $"became {to}";
            _leaks.Add($"granule 0x{granule:X} {what} with bytes that it held as {taint.Source}, from offset 0x{taint.First:X}");
        }
        if (isOwned)
            taint.MarkAll(to);
        else if (to == GranuleState.Undelegated)
            _granules.Remove(granule);
        else
            taint.IsOwned = false;
    }

    /// <summary>The RMM has read bytes.</summary>
    public void OnRead(PhysicalAddress address, ReadOnlySpan<byte> bytes)
    {
        if (address.Pas != Pas.Realm || !_granules.TryGetValue(address.Value & ~0xFFFUL, out GranuleTaint? taint))
            return;
        if ((address.Value & 7) != 0 || bytes.Length < 8)
            return;
        int offset = (int)address.Value & 0xFFF;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            if (word >= SmallestTelling && taint.IsMarked(offset, 8))
                _read.TryAdd(word, ((address.Value & ~0xFFFUL) + (ulong)offset, taint.Source));
            offset += 8;
        }
    }

    /// <summary>Somebody writes bytes.</summary>
    /// <param name="address">First byte and physical address space.</param>
    /// <param name="sizeBytes">How many.</param>
    /// <param name="source">The bytes; empty for zeros.</param>
    /// <param name="command">The command that the RMM serves on the PE that writes; null where it is not the RMM that writes.</param>
    public void OnWrite(PhysicalAddress address, int sizeBytes, ReadOnlySpan<byte> source, RmiCommand? command)
    {
        ulong granule = address.Value & ~0xFFFUL;
        int offset = (int)address.Value & 0xFFF;
        if (_granules.TryGetValue(granule, out GranuleTaint? taint) && !IsKept(taint, source))
            taint.Clear(offset, sizeBytes);
        if (command is { } served && address.Pas == Pas.NonSecure && _read.Count > 0 && (offset & 7) == 0)
            FollowCopies(granule, offset, source, served);
    }

    // What is written to a granule that has an owner is the owner's too. Only a wipe ends that, where no Realm can write again.
    private static bool IsKept(GranuleTaint taint, ReadOnlySpan<byte> source) =>
        taint.IsOwned && (!source.IsEmpty || taint.Source == GranuleState.Data);

    private void FollowCopies(ulong granule, int offset, ReadOnlySpan<byte> source, RmiCommand command)
    {
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(source))
        {
            if (word >= SmallestTelling && !IsDocumented(command, offset) && _read.TryGetValue(word, out (ulong Address, GranuleState Source) origin))
            {
                _leaks.Add($"the host's granule 0x{granule:X} was given, at offset 0x{offset:X}, what stands in {origin.Source} at 0x{origin.Address:X}");
                return;
            }
            offset += 8;
        }
    }

    // RMM specification 2.0 (DEN0137), section "REC exit": only these fields may hold something of the Realm.
    private bool IsDocumented(RmiCommand command, int offset) => command switch
    {
        RmiCommand.RecEnter => Array.Exists(
            _documented, field => offset >= L.ExitReason + field.Offset && offset < L.ExitReason + field.Offset + field.Size),
        RmiCommand.OpMemReclaim or RmiCommand.RttDataUnmap or RmiCommand.RttUnprotUnmap or RmiCommand.OpContinue => true,
        _ => false,
    };

    private static bool IsOwned(GranuleState state) =>
        state is GranuleState.Rd or GranuleState.Rec or GranuleState.Rtt or GranuleState.Data;
}
