namespace CcaEmu.Arm.RmmEl3;

/// <summary>A System MMU of the platform.</summary>
/// <param name="Base">Address of its registers.</param>
/// <param name="RealmPageBase">Address of its Realm register page.</param>
public readonly record struct RmmSmmu(ulong Base, ulong RealmPageBase);
