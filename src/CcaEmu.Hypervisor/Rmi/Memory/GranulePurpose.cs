namespace CcaEmu.Hypervisor.Rmi;

/// <summary>What delegated memory is for; leaks are reported by these names.</summary>
internal enum GranulePurpose
{
    /// <summary>The Realm Descriptor.</summary>
    Rd,

    /// <summary>The starting-level tables.</summary>
    RootRtt,

    /// <summary>Tables below the starting level.</summary>
    Rtt,

    /// <summary>RECs.</summary>
    Rec,

    /// <summary>Memory the RMM asked for in a stateful operation.</summary>
    Donation,

    /// <summary>The realm's own memory.</summary>
    Data,
}
