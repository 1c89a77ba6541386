namespace CcaEmu.Rmm.Operations;

/// <summary>What kind of thing a command reads or changes.</summary>
internal enum ObjectKind : byte
{
    /// <summary>Granules, with the objects in them: a range of physical addresses.</summary>
    Granules,

    /// <summary>Translation table entries of a Realm: a range of IPAs.</summary>
    Rtt,

    /// <summary>A level 0 GPT entry.</summary>
    Gpt,

    /// <summary>A tracking region.</summary>
    TrackingRegion,

    /// <summary>The RMM's global attributes.</summary>
    Rmm,
}
