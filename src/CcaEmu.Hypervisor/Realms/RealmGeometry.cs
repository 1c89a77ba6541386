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
/// <param name="PageSize">Size of a table.</param>
/// <param name="Lpa2">Whether addresses have 52 bits.</param>
internal readonly record struct RealmGeometry(int IpaBits, int StartLevel, int RootGranules, HostPageSize PageSize, bool Lpa2 = false)
{
    /// <summary>The narrowest IPA space that this host makes.</summary>
    public const int MinimumIpaBits = 32;

    /// <summary>The widest one without 52-bit addresses.</summary>
    public const int MaximumIpaBits = 48;

    /// <summary>The widest one with 52-bit addresses.</summary>
    public const int MaximumIpaBitsWithLpa2 = 52;

    /// <summary>First address of the unprotected half, and the bit that makes an address shared.</summary>
    public ulong SharedBit => 1UL << (IpaBits - 1);

    /// <summary>Size of the root in bytes, which is its alignment too.</summary>
    public ulong RootBytes => (ulong)RootGranules * PageSize.Bytes;

    /// <summary>The geometry of a width.</summary>
    /// <param name="ipaBits">32 to 48, or 52 with LPA2.</param>
    /// <param name="pageSize">The host's page size.</param>
    /// <param name="lpa2">Whether addresses have 52 bits.</param>
    public static RealmGeometry Of(int ipaBits, HostPageSize pageSize, bool lpa2 = false)
    {
        TranslationGranule granule = pageSize.Granule;
        int bitsPerLevel = granule.BitsPerLevel();
        // Four bits may be resolved by concatenation, so a level is only added for what is beyond that.
        // At least two levels, so that what is mapped as a block can be.
        int levels = Math.Max(2, (ipaBits - granule.Shift() - 4 + bitsPerLevel - 1) / bitsPerLevel);
        int coveredBits = granule.Shift() + levels * bitsPerLevel;
        return new(ipaBits, 4 - levels, 1 << Math.Max(0, ipaBits - coveredBits), pageSize, lpa2);
    }

    /// <summary>The narrowest width that holds an address space of this size and the shared bit above it.</summary>
    /// <param name="topExclusive">First address behind everything that the realm needs in the protected half.</param>
    public static int SmallestIpaBits(ulong topExclusive) =>
        Math.Max(MinimumIpaBits, 64 - BitOperations.LeadingZeroCount(topExclusive - 1)) + 1;
}
