using CcaEmu.Arm.Rmi;

namespace CcaEmu.Machine.Inspection;

/// <summary>A Realm as its RD describes it.</summary>
/// <param name="Rd">Physical address of the RD.</param>
/// <param name="State">Lifecycle state.</param>
/// <param name="IpaWidth">Width of an IPA in bits.</param>
/// <param name="RttBase">Physical address of the first starting table.</param>
/// <param name="RttLevelStart">Level of the starting tables.</param>
/// <param name="RttNumStart">Number of starting tables.</param>
/// <param name="Vmid">VMID.</param>
/// <param name="NumRecs">RECs that exist.</param>
/// <param name="HashAlgorithm">Hash of the measurements.</param>
/// <param name="Rim">Realm Initial Measurement in hexadecimal.</param>
/// <param name="Vtcr">VTCR_EL2 that the RMM runs it with.</param>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "Realm attributes".</remarks>
public sealed record RealmView(
    ulong Rd, RealmState State, int IpaWidth, ulong RttBase, int RttLevelStart, int RttNumStart, ushort Vmid, ulong NumRecs,
    RmiHashAlgorithm HashAlgorithm, string Rim, ulong Vtcr);
