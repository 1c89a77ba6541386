using System.Numerics;
using CcaEmu.Arm.Formats;
using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>The shape of a realm's IPA space and of the root of its translation table.</summary>
/// <remarks>
/// The root is the smallest one with at most sixteen concatenated tables: Arm ARM (DDI 0487), section "Concatenated translation tables for
/// the initial stage 2 lookup"; RMM specification (DEN0137), command RMI_REALM_CREATE.
/// </remarks>
/// <param name="IpaBits">Width of the IPA space; the top bit tells the unprotected half.</param>
/// <param name="StartLevel">Level of the root.</param>
/// <param name="RootGranules">Tables at that level.</param>
internal readonly record struct RealmGeometry(int IpaBits, int StartLevel, int RootGranules)
{
    /// <summary>The narrowest IPA space that this host makes.</summary>
    public const int MinimumIpaBits = 32;

    /// <summary>The widest one whose root is at level 0 without 52-bit addresses.</summary>
    public const int MaximumIpaBits = 48;

    /// <summary>First address of the unprotected half, and the bit that makes an address shared.</summary>
    public ulong SharedBit => 1UL << (IpaBits - 1);

    /// <summary>Size of the root in bytes, which is its alignment too.</summary>
    public ulong RootBytes => (ulong)RootGranules * PageRange.PageBytes;

    /// <summary>The geometry of a width.</summary>
    /// <param name="ipaBits">32 to 48.</param>
    public static RealmGeometry Of(int ipaBits)
    {
        int bitsPerLevel = RmiHost.Granule.BitsPerLevel();
        // Four bits may be resolved by concatenation, so a level is only added for what is beyond that.
        int levels = (ipaBits - RmiHost.Granule.Shift() - 4 + bitsPerLevel - 1) / bitsPerLevel;
        int coveredBits = RmiHost.Granule.Shift() + levels * bitsPerLevel;
        return new(ipaBits, 4 - levels, 1 << Math.Max(0, ipaBits - coveredBits));
    }

    /// <summary>The narrowest width that holds an address space of this size and the shared bit above it.</summary>
    /// <param name="topExclusive">First address behind everything that the realm needs in the protected half.</param>
    public static int SmallestIpaBits(ulong topExclusive) =>
        Math.Max(MinimumIpaBits, 64 - BitOperations.LeadingZeroCount(topExclusive - 1)) + 1;
}
