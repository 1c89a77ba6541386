using CcaEmu.Arm;

namespace CcaEmu.Memory;

/// <summary>The outcome of one granule protection check with what was read on the way.</summary>
/// <param name="Kind">Why the access was refused, or <see cref="GpcFaultKind.None"/>.</param>
/// <param name="Level">Level of the Granule Protection Table entry that decided: 0 or 1.</param>
/// <param name="Gpi">The granule's GPI where <paramref name="Kind"/> is None or Protection; else <see cref="Gpi.NoAccess"/>.</param>
/// <param name="EntryAddress">Root physical address of the entry that decided; 0 where none was read.</param>
/// <param name="Entry">That entry's 64 bits; 0 where none was read.</param>
public readonly record struct GpcResult(GpcFaultKind Kind, byte Level, Gpi Gpi, ulong EntryAddress, ulong Entry)
{
    /// <summary>Whether the access may go on.</summary>
    public bool Passed => Kind == GpcFaultKind.None;
}
