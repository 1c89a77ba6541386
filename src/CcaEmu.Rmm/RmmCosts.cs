namespace CcaEmu.Rmm;

/// <summary>Modelled cycles of the RMM's work: what stands in the virtual clock for code that is C# here.</summary>
/// <remarks>
/// The numbers model a native RMM of ordinary quality: one cycle for an instruction, 64-byte cache lines, a hash with the SHA
/// extensions. They are estimates in one place, not measurements.
/// </remarks>
internal static class RmmCosts
{
    /// <summary>Receiving a command and sending its results, without the exceptions themselves.</summary>
    public const ulong Command = 120;

    /// <summary>Handling a call of the Realm without the exceptions themselves.</summary>
    public const ulong RealmCall = 60;

    /// <summary>Handling a trapped instruction or an abort without the exceptions themselves.</summary>
    public const ulong Trap = 80;

    /// <summary>Writing zeros over 4 KiB.</summary>
    public const ulong WipeGranule = 128;

    /// <summary>Copying 4 KiB.</summary>
    public const ulong CopyGranule = 256;

    /// <summary>Filling a table with 512 entries.</summary>
    public const ulong FillTable = 300;

    /// <summary>Reading one entry on a walk of a Realm's tables.</summary>
    public const ulong WalkStep = 20;

    /// <summary>Writing one entry.</summary>
    public const ulong WriteEntry = 10;

    /// <summary>Invalidating a Realm's translations and waiting for completion.</summary>
    public const ulong InvalidateTlb = 200;

    /// <summary>Saving or restoring one register.</summary>
    public const ulong Register = 4;

    /// <summary>Looking up or changing the state of one granule, with its lock.</summary>
    public const ulong GranuleState = 20;

    /// <summary>Hashing 64 bytes.</summary>
    public const ulong HashBlock = 90;

    /// <summary>Signing a token with ES384.</summary>
    public const ulong SignToken = 3_000_000;

    /// <summary>Copying one byte of a token.</summary>
    public const ulong TokenByte = 1;

    /// <summary>Cost of hashing a number of bytes.</summary>
    /// <param name="bytes">How many.</param>
    public static ulong Hash(int bytes) => ((ulong)bytes / 64 + 1) * HashBlock;
}
