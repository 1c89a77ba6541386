namespace CcaEmu.Hypervisor.Realms;

/// <summary>Where a realm is in its life, as the host sees it. Internal to the hypervisor; it mirrors nothing.</summary>
/// <remarks>
/// <code>
///   None --REALM_CREATE--> New --activation begins--> Dead --all of it succeeded--> Active
///   New, Active, Dead --teardown--> Dying --everything given back--> Dead
/// </code>
/// <para>Against the RMM's states (RMM specification, section "Realm lifecycle"): None and the last Dead have no Realm there; New is NEW;
/// Active is ACTIVE, or SYSTEM_OFF when the realm turned itself off; Dying is any of them until RMI_REALM_TERMINATE, then ZOMBIE; a Dead
/// that follows a failed activation is still NEW.</para>
/// <para>"Created" is any state but None, so that a realm whose activation failed goes through the whole teardown. A realm that is Dead is
/// never revived.</para>
/// </remarks>
internal enum HostRealmState
{
    /// <summary>The object exists, the RMM knows nothing of it.</summary>
    None = 0,

    /// <summary>The Realm Descriptor exists; contents may be populated.</summary>
    New = 1,

    /// <summary>RECs may run.</summary>
    Active = 2,

    /// <summary>Being torn down: nothing new is started.</summary>
    Dying = 3,

    /// <summary>Gone, or its activation failed.</summary>
    Dead = 4,
}
