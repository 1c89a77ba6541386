using System.Numerics;

namespace CcaEmu.Arm.A64;

/// <summary>Finds the encoding of an A64 instruction word. Table-driven, allocates nothing, never fails.</summary>
/// <remarks>Arm ARM, A64 instruction set encoding.</remarks>
public static class Decoder
{
    private const int IndexShift = 21;
    private const int BucketCount = 1 << (32 - IndexShift);

    /// <summary>The lines that a word can match, bucket after bucket, the most specific first in each.</summary>
    private static readonly Candidate[] Candidates;

    /// <summary>Where the bucket of bits 31:21 begins in <see cref="Candidates"/>; one more entry marks the end.</summary>
    private static readonly ushort[] BucketStarts;

    static Decoder() => (Candidates, BucketStarts) = Build();

    /// <summary>Decodes one word.</summary>
    /// <param name="word">The instruction as fetched, in little-endian order.</param>
    /// <returns>
    /// The instruction; its <see cref="Instruction.Op"/> is <see cref="A64Op.Undefined"/> when the word is UNALLOCATED or of an instruction
    /// that is not in <see cref="A64Table"/>.
    /// </returns>
    public static Instruction Decode(uint word)
    {
        uint bucket = word >> IndexShift;
        int end = BucketStarts[bucket + 1];
        for (int i = BucketStarts[bucket]; i < end; i++)
        {
            ref readonly Candidate candidate = ref Candidates[i];
            if ((word & candidate.Mask) == candidate.Value && A64ConstraintRules.Holds(candidate.Constraint, word))
                return new Instruction(word, candidate.Op);
        }

        return new Instruction(word, A64Op.Undefined);
    }

    private static (Candidate[] Candidates, ushort[] BucketStarts) Build()
    {
        A64Encoding[] bySpecificity = [.. A64Table.Lines.OrderByDescending(line => BitOperations.PopCount(line.FixedMask))];
        List<Candidate> candidates = [];
        ushort[] starts = new ushort[BucketCount + 1];
        for (uint bucket = 0; bucket < BucketCount; bucket++)
        {
            starts[bucket] = checked((ushort)candidates.Count);
            uint bits = bucket << IndexShift;
            foreach (A64Encoding line in bySpecificity)
            {
                uint indexMask = line.FixedMask >> IndexShift << IndexShift;
                if ((bits & indexMask) == (line.FixedValue & indexMask))
                    candidates.Add(new Candidate(line.FixedMask, line.FixedValue, line.Op, line.Constraint));
            }
        }

        starts[BucketCount] = checked((ushort)candidates.Count);
        return ([.. candidates], starts);
    }

    private readonly record struct Candidate(uint Mask, uint Value, A64Op Op, A64Constraint Constraint);
}
