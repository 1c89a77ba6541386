using CcaEmu.Arm.Rmi;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>What the RMM offers, read once at boot.</summary>
/// <param name="Realm">Feature register 0: what a realm can have.</param>
/// <param name="Global">Feature register 1: granules, hashes, RECs, shape of the granule protection table.</param>
/// <param name="MecCount">Feature register 4: memory encryption contexts that realms can have for themselves.</param>
internal sealed record RmmFeatures(RmiFeatureRegister0 Realm, RmiFeatureRegister1 Global, ulong MecCount);
