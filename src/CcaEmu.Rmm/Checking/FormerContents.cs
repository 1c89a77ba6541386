using System.Runtime.InteropServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Memory;
using CcaEmu.Rmm.Granules;

namespace CcaEmu.Rmm.Checking;

/// <summary>
/// What granules held while they were RD, REC, RTT or DATA: kept when they stop being that, and looked for when the host gets them back.
/// </summary>
/// <remarks>
/// The bytes themselves are the taint: a word that the Realm world had may not stand in the same place when the Non-secure world can read it,
/// whatever else stands there. Words of zeros say nothing and are left out. RMM specification 2.0 (DEN0137), section "Granule wiping".
/// </remarks>
/// <param name="pe">Whose door to memory is used.</param>
/// <param name="granules">Their size.</param>
internal sealed class FormerContents(ProcessingElement pe, GranuleTable granules)
{
    private readonly Dictionary<ulong, ulong[]> _kept = [];
    private readonly List<string> _leaks = [];

    /// <summary>Told of every change of a granule's state, before anything else happens to it.</summary>
    public void OnStateChanged(ulong granule, GranuleState from, GranuleState to)
    {
        if (from is GranuleState.Rd or GranuleState.Rec or GranuleState.Rtt or GranuleState.Data)
            _kept[granule] = Read(granule, Pas.Realm) ?? [];
        else if (to == GranuleState.Undelegated && _kept.Remove(granule, out ulong[]? former))
            Compare(granule, former);
    }

    /// <summary>The leaks found since the last call, in words.</summary>
    public List<string> Take()
    {
        List<string> leaks = [.. _leaks];
        _leaks.Clear();
        return leaks;
    }

    private void Compare(ulong granule, ulong[] former)
    {
        // Where the host cannot read it nothing has leaked.
        if (Read(granule, Pas.NonSecure) is not { } now)
            return;
        for (int i = 0; i < former.Length; i++)
        {
            if (former[i] == 0 || former[i] != now[i])
                continue;
            _leaks.Add($"granule 0x{granule:X} was given to the host with what it held at offset 0x{i * 8:X}: 0x{now[i]:X16}");
            return;
        }
    }

    private ulong[]? Read(ulong granule, Pas pas)
    {
        var words = new ulong[granules.GranuleBytes / sizeof(ulong)];
        return pe.Physical.Read(new PhysicalAddress(granule, pas), MemoryMarshal.AsBytes(words.AsSpan())).Ok ? words : null;
    }
}
