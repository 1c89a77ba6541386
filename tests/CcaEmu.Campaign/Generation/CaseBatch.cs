using CcaEmu.Arm.A64;
using CcaEmu.Campaign.Oracle;

namespace CcaEmu.Campaign.Generation;

/// <summary>A batch, and the line that each of its slots is a case of (<see cref="A64Op.Undefined"/> for a sequence of many).</summary>
internal sealed record CaseBatch(Batch Batch, IReadOnlyList<A64Op> Ops)
{
    /// <summary>Draws cases of one instruction.</summary>
    /// <param name="lines">The line of each slot.</param>
    /// <param name="statesPerSlot">States of each.</param>
    /// <param name="features">What the PE has.</param>
    /// <param name="seed">The seed.</param>
    public static CaseBatch OfLines(IReadOnlyList<A64Encoding> lines, int statesPerSlot, PeFeatures features, ulong seed)
    {
        var rng = new Rng(seed);
        var instructions = new InstructionGenerator(features);
        bool hasFp = features.Has(Feature.FEAT_FP);
        List<uint[]> slots = [];
        List<uint> words = [];
        foreach (A64Encoding line in lines)
        {
            (uint[] code, int index) = instructions.Draw(line, rng, GuestLayout.SlotOf(slots.Count))
                ?? throw new InvalidOperationException($"{line}: no word of the line is safe in a user program; say so in {nameof(LineSelection)}");
            slots.Add(code);
            words.Add(code[index]);
        }
        ulong[] inputs = new ulong[slots.Count * statesPerSlot * CaseState.Words];
        for (int n = 0; n < slots.Count * statesPerSlot; n++)
        {
            Span<ulong> state = inputs.AsSpan(n * CaseState.Words, CaseState.Words);
            StateGenerator.Fill(rng, hasFp, state);
            StateRules.Apply(words[n / statesPerSlot], rng, state);
        }
        return new CaseBatch(new Batch(slots, statesPerSlot, inputs), [.. lines.Select(line => line.Op)]);
    }

    /// <summary>Draws programs of 5 to 12 instructions, each of a random line.</summary>
    public static CaseBatch OfSequences(IReadOnlyList<A64Encoding> lines, int count, int statesPerSlot, PeFeatures features, ulong seed)
    {
        var rng = new Rng(seed);
        var instructions = new InstructionGenerator(features);
        bool hasFp = features.Has(Feature.FEAT_FP);
        A64Encoding[] straight = [.. lines.Where(line => !InstructionGenerator.StandsAlone(line) && !KnownDifferences.Concerns(line.Op))];
        List<uint[]> slots = [];
        for (int n = 0; n < count; n++)
            slots.Add(SequenceGenerator.Draw(instructions, straight, rng, GuestLayout.SlotOf(n)));
        ulong[] inputs = new ulong[count * statesPerSlot * CaseState.Words];
        for (int n = 0; n < count * statesPerSlot; n++)
            StateGenerator.Fill(rng, hasFp, inputs.AsSpan(n * CaseState.Words, CaseState.Words));
        return new CaseBatch(new Batch(slots, statesPerSlot, inputs), new A64Op[count]);
    }
}
