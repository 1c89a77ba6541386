using CcaEmu.Arm.Rmi;

namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <summary>What a model has to know of an RMM: what it has said itself by RMI_FEATURES and RMI_GRANULE_TRACKING_GET, and how it was built.</summary>
internal sealed record ModelOptions
{
    /// <summary>Tracked memory: from and to.</summary>
    public IReadOnlyList<(ulong Base, ulong Top)> Banks { get; init; } = [];

    /// <summary>Feature registers 0 to 4.</summary>
    public IReadOnlyList<ulong> Features { get; init; } = [0, 0, 0, 0, 0];

    /// <summary>Whether REALM_CREATE needs ATTEST_PLAT_TOKEN_REFRESH.</summary>
    public bool RequiresToken { get; init; }

    /// <summary>Encryption contexts that Realms can have for themselves: at most MEC_COUNT.</summary>
    public int Mecids { get; init; }

    /// <summary>Whether commands may become operations.</summary>
    public bool IsStateful { get; init; }

    /// <summary>Whether commands may be refused for a while, or end early, without a reason.</summary>
    public bool IsAggressive { get; init; }

    /// <summary>Whether level 1 tables come at run time.</summary>
    public bool DynamicGpt { get; init; }

    public RmiFeatureRegister0 Feature0 => RmiFeatureRegister0.Decode(Features[0]);

    public RmiFeatureRegister1 Feature1 => RmiFeatureRegister1.Decode(Features[1]);

    public ulong PhysicalLimit => 1UL << Feature1.Pps switch { 0 => 32, 1 => 36, 2 => 40, 3 => 42, 4 => 44, 5 => 48, _ => 52 };

    public ulong Level0Bytes => 1UL << (30 + Feature1.L0Gptsz);
}

/// <summary>Pages of the host as they are now.</summary>
internal interface IHostPages
{
    /// <summary>Reads the host's memory.</summary>
    bool TryRead(ulong address, Span<byte> bytes);
}
