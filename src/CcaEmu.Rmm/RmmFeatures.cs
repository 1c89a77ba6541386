using CcaEmu.Arm.A64;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;

namespace CcaEmu.Rmm;

/// <summary>The feature registers of the RMM: what it supports, and nothing else.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), command RMI_FEATURES and types RmiFeatureRegister0 to 4.</remarks>
internal sealed class RmmFeatures
{
    /// <summary>Features under a set of choices.</summary>
    /// <param name="options">Choices.</param>
    /// <param name="pe">What the PEs implement.</param>
    /// <param name="mecCount">MECIDs for a Realm each.</param>
    public RmmFeatures(RmmOptions options, PeFeatures pe, ulong mecCount)
    {
        MecCount = mecCount;
        Read = Register;
        bool lpa2 = options.OffersLpa2 && pe.Has(Feature.FEAT_LPA2);
        // The PE has six breakpoints and four watchpoints; the fields hold the count minus one.
        bool pmu = pe.Has(Feature.FEAT_PMUv3);
        Register0 = new RmiFeatureRegister0
        {
            S2sz = lpa2 ? 52 : WidthWithoutLpa2,
            Lpa2 = lpa2,
            NumBps = 5,
            NumWps = 3,
            Pmu = pmu,
            PmuNumCtrs = pmu ? PeFeatures.EventCounters : 0,
        };
        Register1 = new RmiFeatureRegister1
        {
            Granule4K = options.GranuleSizes.Contains(TranslationGranule.Size4K),
            Granule16K = options.GranuleSizes.Contains(TranslationGranule.Size16K),
            Granule64K = options.GranuleSizes.Contains(TranslationGranule.Size64K),
            Sha256 = options.HashAlgorithms.Contains(RmiHashAlgorithm.Sha256),
            Sha384 = options.HashAlgorithms.Contains(RmiHashAlgorithm.Sha384),
            Sha512 = options.HashAlgorithms.Contains(RmiHashAlgorithm.Sha512),
            MaxRecsOrder = options.MaxRecsOrder,
            L0Gptsz = options.L0Gptsz,
            Pps = options.Pps,
        };
        int physicalBits = options.Pps switch { 0 => 32, 1 => 36, 2 => 40, 3 => 42, 4 => 44, 5 => 48, _ => 52 };
        PhysicalLimit = 1UL << physicalBits;
        Level0GptEntrySize = 1UL << (30 + options.L0Gptsz);
    }

    /// <summary>IPA width, breakpoints, watchpoints.</summary>
    public RmiFeatureRegister0 Register0 { get; }

    /// <summary><see cref="Register"/>, made once: a delegate made for each call would be allocated each time.</summary>
    public Func<ulong, ulong> Read { get; }

    /// <summary>Granule sizes, hashes, RECs, address sizes.</summary>
    public RmiFeatureRegister1 Register1 { get; }

    /// <summary>MEC_COUNT: contexts that Realms can have for themselves.</summary>
    public ulong MecCount { get; }

    /// <summary>First physical address beyond the address size.</summary>
    public ulong PhysicalLimit { get; }

    /// <summary>Bytes that a level 0 GPT entry covers.</summary>
    public ulong Level0GptEntrySize { get; }

    /// <summary>Bytes of a level 1 GPT: four bits for each granule of 4 KiB.</summary>
    public ulong Level1GptBytes => Level0GptEntrySize >> 13;

    /// <summary>Width of addresses of a Realm without LPA2.</summary>
    public const int WidthWithoutLpa2 = 48;

    /// <summary>All memory that can become a granule lies below this: any Realm may get it, with LPA2 or without.</summary>
    public const ulong OutputLimit = 1UL << WidthWithoutLpa2;

    /// <summary>
    /// A register by index; devices and planes are not supported, and there are no more registers than five.
    /// </summary>
    public ulong Register(ulong index) => index switch
    {
        0 => Register0.Encode(),
        1 => Register1.Encode(),
        4 => RmiFeatureRegister4.MecCount.Set(0, MecCount),
        _ => 0,
    };

    /// <summary>Whether a Realm may use a hash algorithm.</summary>
    public bool Supports(RmiHashAlgorithm algorithm) => Register1.Supports(algorithm);
}
