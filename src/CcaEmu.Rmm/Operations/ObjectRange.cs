namespace CcaEmu.Rmm.Operations;

/// <summary>Objects that a command reads or changes, from which an operation that is under way keeps other commands.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Owner">RD for <see cref="ObjectKind.Rtt"/>; else 0.</param>
/// <param name="First">First address.</param>
/// <param name="Last">Last address.</param>
/// <param name="IsExclusive">Whether nobody else may so much as read them.</param>
internal readonly record struct ObjectRange(ObjectKind Kind, ulong Owner, ulong First, ulong Last, bool IsExclusive)
{
    /// <summary>Whether two commands that name these cannot both be under way.</summary>
    public bool Conflicts(in ObjectRange other) =>
        Kind == other.Kind && Owner == other.Owner && (IsExclusive || other.IsExclusive)
        && First <= other.Last && other.First <= Last;
}
