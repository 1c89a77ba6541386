using System.Collections.Immutable;

namespace CcaEmu.Arm.A64;

/// <summary>
/// The encoding table: every A64 encoding this machine knows, once. Decoder, formatter, test generators and documentation read it.
/// </summary>
/// <remarks>
/// Two lines may match one word only when one of them fixes all bits the other fixes, with the same values, and more (NOP inside HINT).
/// The more specific line is the word's encoding. Arm ARM, A64 instruction set encoding.
/// </remarks>
public static class A64Table
{
    private static readonly A64Encoding UndefinedLine =
        new(A64Op.Undefined, "undefined", "UNALLOCATED", new string('x', 32), "", flow: FlowControl.Exception);

    private static readonly ImmutableArray<A64Encoding> ByOp = IndexByOp();

    /// <summary>All lines, in the order of <see cref="A64Op"/>; <see cref="A64Op.Undefined"/> has none.</summary>
    public static ImmutableArray<A64Encoding> Lines { get; } = ByOp[1..];

    /// <summary>The line of an encoding.</summary>
    /// <param name="op">A member of <see cref="A64Op"/>.</param>
    /// <returns>The line; for <see cref="A64Op.Undefined"/> a placeholder that is not in <see cref="Lines"/>.</returns>
    /// <exception cref="IndexOutOfRangeException">The value is not a member of <see cref="A64Op"/>.</exception>
    public static A64Encoding Get(A64Op op) => ByOp[(int)op];

    private static ImmutableArray<A64Encoding> IndexByOp() =>
    [
        UndefinedLine,
        .. new (A64Group Group, A64Encoding[] Lines)[]
        {
            (A64Group.DataProcessingImmediate, DataProcessingImmediateTable.Lines()),
            (A64Group.BranchSystem, BranchSystemTable.Lines()),
            (A64Group.DataProcessingRegister, DataProcessingRegisterTable.Lines()),
            (A64Group.LoadStore, ExclusiveAtomicTable.Lines()),
            (A64Group.LoadStore, LoadStoreTable.Lines()),
            (A64Group.SimdLoadStore, SimdLoadStoreTable.Lines()),
            (A64Group.FloatingPoint, FloatingPointTable.Lines()),
            (A64Group.AdvancedSimd, AdvancedSimdTable.Lines()),
            (A64Group.AdvancedSimdFloat, AdvancedSimdFloatTable.Lines()),
            (A64Group.Cryptography, CryptographyTable.Lines()),
        }.SelectMany(table => table.Lines.Select(line => line.In(table.Group))).OrderBy(line => line.Op),
    ];
}
