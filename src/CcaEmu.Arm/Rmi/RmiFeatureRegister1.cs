using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Rmi;

/// <summary>RMI feature register 1: granule sizes, hashes, number of RECs, shape of the granule protection table.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiFeatureRegister1. SHA-384 stands before SHA-512 here.</remarks>
public readonly record struct RmiFeatureRegister1
{
    /// <summary>RMI granules of 4 KiB.</summary>
    public bool Granule4K { get; init; }

    /// <summary>RMI granules of 16 KiB.</summary>
    public bool Granule16K { get; init; }

    /// <summary>RMI granules of 64 KiB.</summary>
    public bool Granule64K { get; init; }

    /// <summary>SHA-256.</summary>
    public bool Sha256 { get; init; }

    /// <summary>SHA-384.</summary>
    public bool Sha384 { get; init; }

    /// <summary>SHA-512.</summary>
    public bool Sha512 { get; init; }

    /// <summary>A Realm may have 2^n - 1 RECs.</summary>
    public int MaxRecsOrder { get; init; }

    /// <summary>GPCCR_EL3.L0GPTSZ.</summary>
    public int L0Gptsz { get; init; }

    /// <summary>GPCCR_EL3.PPS.</summary>
    public int Pps { get; init; }

    private static BitField MaxRecsOrderField => new(6, 4);

    private static BitField L0GptszField => new(10, 4);

    private static BitField PpsField => new(14, 3);

    /// <summary>Whether a granule size is offered.</summary>
    /// <param name="granule">The granule.</param>
    /// <returns>Its flag.</returns>
    public bool Supports(TranslationGranule granule) => granule switch
    {
        TranslationGranule.Size4K => Granule4K,
        TranslationGranule.Size16K => Granule16K,
        TranslationGranule.Size64K => Granule64K,
        _ => false,
    };

    /// <summary>Whether a hash is offered.</summary>
    /// <param name="algorithm">The hash.</param>
    /// <returns>Its flag; false for a value without name.</returns>
    public bool Supports(RmiHashAlgorithm algorithm) => algorithm switch
    {
        RmiHashAlgorithm.Sha256 => Sha256,
        RmiHashAlgorithm.Sha384 => Sha384,
        RmiHashAlgorithm.Sha512 => Sha512,
        _ => false,
    };

    /// <summary>Writes the register; parts that do not fit are cut.</summary>
    /// <returns>The 64 bits.</returns>
    public ulong Encode()
    {
        var value = (Granule4K ? 1UL << 0 : 0) | (Granule16K ? 1UL << 1 : 0) | (Granule64K ? 1UL << 2 : 0)
            | (Sha256 ? 1UL << 3 : 0) | (Sha384 ? 1UL << 4 : 0) | (Sha512 ? 1UL << 5 : 0);
        value = MaxRecsOrderField.Set(value, (ulong)MaxRecsOrder);
        value = L0GptszField.Set(value, (ulong)L0Gptsz);
        return PpsField.Set(value, (ulong)Pps);
    }

    /// <summary>Reads the register.</summary>
    /// <param name="value">The 64 bits.</param>
    /// <returns>Its fields.</returns>
    public static RmiFeatureRegister1 Decode(ulong value) => new()
    {
        Granule4K = (value & 1UL << 0) != 0,
        Granule16K = (value & 1UL << 1) != 0,
        Granule64K = (value & 1UL << 2) != 0,
        Sha256 = (value & 1UL << 3) != 0,
        Sha384 = (value & 1UL << 4) != 0,
        Sha512 = (value & 1UL << 5) != 0,
        MaxRecsOrder = MaxRecsOrderField.GetInt(value),
        L0Gptsz = L0GptszField.GetInt(value),
        Pps = PpsField.GetInt(value),
    };
}
