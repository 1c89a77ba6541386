using System.Runtime.InteropServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Rmm.Checking;

/// <summary>One number for everything a command could have changed: states of granules, and the contents of RDs, RECs and RTTs.</summary>
internal static class StateDigest
{
    private const ulong Prime = 0x0000_0100_0000_01B3;

    /// <summary>The digest; equal states give equal numbers.</summary>
    public static ulong Of(RmmContext rmm, ProcessingElement pe)
    {
        ulong digest = Mix(0xCBF2_9CE4_8422_2325, (ulong)rmm.State);
        digest = Mix(digest, (ulong)rmm.NumRealms);
        var words = new ulong[rmm.GranuleBytes / sizeof(ulong)];
        foreach ((ulong granule, GranuleState state) in rmm.Granules.InUse())
        {
            digest = Mix(Mix(digest, granule), (ulong)state);
            if (state is not (GranuleState.Rd or GranuleState.Rec or GranuleState.Rtt))
                continue;
            pe.Physical.Read(new PhysicalAddress(granule, Pas.Realm), MemoryMarshal.AsBytes(words.AsSpan()));
            foreach (ulong word in words)
                digest = Mix(digest, word);
        }
        return digest;
    }

    private static ulong Mix(ulong digest, ulong word) => ulong.RotateLeft((digest ^ word) * Prime, 23);
}
