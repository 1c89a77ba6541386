using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Campaign.Generation;

namespace CcaEmu.Campaign.Fuzz;

/// <summary>Instruction words that get somewhere: half from lines of the encoding table, some to known system registers, the rest anything.</summary>
internal static class FuzzWords
{
    private static readonly ushort[] Registers = [.. SystemRegisterTable.All.Select(line => line.Encoding.Value)];

    private static readonly ushort[] Instructions = [.. SystemInstructionTable.All.Select(line => line.Encoding.Value)];

    private static readonly A64Encoding[] Present = [.. A64Table.Lines.Where(line => PeFeatures.Default.Has(line.Feature) && line.Op != A64Op.UDF)];

    // Those that seldom take an exception, so that runs get longer.
    private static readonly A64Encoding[] Plain = [.. Present.Where(line => line.FlowControl is FlowControl.Next or FlowControl.ConditionalBranch
        && line.Group is not (A64Group.BranchSystem or A64Group.LoadStore or A64Group.SimdLoadStore))];

    /// <summary>Draws one.</summary>
    public static uint Draw(Rng rng) => rng.Below(16) switch
    {
        < 4 => OfLine(Present, rng),
        < 6 => OfLine(Plain, rng),
        < 8 => OfLine(A64Table.Lines.AsSpan(), rng),
        < 10 => 0xD510_0000 | (rng.OneIn(2) ? 1u << 21 : 0) | (uint)(rng.Of<ushort>(Registers) & 0x7FFF) << 5 | Register(rng),
        10 => 0xD508_0000 | (uint)(rng.Of<ushort>(Instructions) & 0x3FFF) << 5 | Register(rng),
        // A short way back or forth, so that not every branch leaves.
        11 => 0x3400_0000 | rng.Next32() & 0x8100_0000 | ((uint)rng.Between(-6, 12) & 0x7_FFFF) << 5 | Register(rng),
        12 or 13 => rng.Next32(),
        _ => OfLine(Plain, rng),
    };

    private static uint OfLine(ReadOnlySpan<A64Encoding> lines, Rng rng)
    {
        A64Encoding line = rng.Of(lines);
        uint word = rng.Next32() & ~line.FixedMask | line.FixedValue;
        // Addresses are more often in X0 to X7, where the state has pointers.
        return rng.OneIn(2) ? line.WriteField(word, 'n', (uint)rng.Below(8)) : word;
    }

    private static uint Register(Rng rng) => (uint)rng.Below(32);
}
