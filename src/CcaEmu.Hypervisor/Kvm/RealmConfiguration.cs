using CcaEmu.Arm.Rmi;

namespace CcaEmu.Hypervisor.Kvm;

/// <summary>What of a realm's parameters the uAPI has no call for yet; set before the realm is created.</summary>
/// <param name="MeasurementAlgorithm">Hash of its measurements.</param>
/// <param name="PersonalizationValue">64 bytes that it reports but that are not measured.</param>
public sealed record RealmConfiguration(RmiHashAlgorithm MeasurementAlgorithm, ReadOnlyMemory<byte> PersonalizationValue)
{
    /// <summary>Whether its tables hold 52-bit addresses although its IPA space is narrower; a wider one has them anyway.</summary>
    public bool Lpa2 { get; init; }

    /// <summary>Whether its memory has an encryption context of its own, or one that realms share.</summary>
    public RmiMecPolicy MecPolicy { get; init; }

    /// <summary>Length of the personalization value in bytes.</summary>
    public const int PersonalizationBytes = 64;

    /// <summary>
    /// What of its memory has RIPAS RAM at activation, beside what was populated, as base and size in bytes in multiples of the page size; null for
    /// all private memory. The realm asks for the rest.
    /// </summary>
    public IReadOnlyList<(ulong Base, ulong SizeBytes)>? InitialRam { get; init; }
}
