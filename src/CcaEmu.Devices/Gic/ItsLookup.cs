namespace CcaEmu.Devices.Gic;

/// <summary>What came of looking a number up in the ITS's tables.</summary>
internal enum ItsLookup : byte
{
    /// <summary>It is mapped.</summary>
    Found,

    /// <summary>It could be, and is not.</summary>
    Unmapped,

    /// <summary>There is no room for it, or its table cannot be read.</summary>
    OutOfRange,
}
