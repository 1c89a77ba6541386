using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <summary>One descriptor fetch of a translation table walk.</summary>
/// <param name="Stage">Whose table: 1 or 2.</param>
/// <param name="Level">Level of lookup, -1 to 3.</param>
/// <param name="Address">Where the descriptor is, and the space it was fetched in.</param>
/// <param name="Gpt">What the Granule Protection Table says of that granule: its GPI, and the entry that says so.</param>
/// <param name="WasRead">Whether the fetch was made; false where granule protection refused it or nothing answered.</param>
/// <param name="Descriptor">The 64 bits read; 0 where nothing was.</param>
public readonly record struct WalkStep(byte Stage, sbyte Level, PhysicalAddress Address, GpcResult Gpt, bool WasRead, ulong Descriptor)
{
    /// <summary>The step in words, for example <c>stage 2 level 3 at 0x88001000 (Realm), GPI Realm: 0x0</c>.</summary>
    public override string ToString() =>
        $"stage {Stage} level {Level} at {Address}, GPI {Gpt.Gpi}: {(WasRead ? $"0x{Descriptor:x}" : "not read")}";
}
