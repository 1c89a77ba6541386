namespace CcaEmu.Arm.Rmi;

/// <summary>Where a Realm is in its life.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "Realm lifecycle".</remarks>
public enum RealmState : byte
{
    /// <summary>Being built; its RIM still changes.</summary>
    New = 0,

    /// <summary>Its RECs may run.</summary>
    Active = 1,

    /// <summary>It turned itself off, or asked for a reset.</summary>
    SystemOff = 2,

    /// <summary>Terminated; only its parts remain to be destroyed.</summary>
    Zombie = 3,
}
