using System.Numerics;
using CcaEmu.Arm.A64;
using CcaEmu.Campaign.Generation;

namespace CcaEmu.Campaign.Sweep;

/// <summary>
/// All words, or a slice of them: each is of exactly one line of the encoding table (a line inside another counts as the inner one) or of
/// none, the decoder says the same, and reading its fields and writing them again gives the word.
/// </summary>
internal static class DecoderSweep
{
    /// <summary>A slice is a 64th: words whose product with 0x9E37_79B1 has the slice's number in its highest six bits.</summary>
    public const int Slices = 64;

    private const uint Unspread = 0x0E8B_2F51; // the inverse of 0x9E37_79B1 modulo 2 to the 32
    private const int BucketShift = 21, MaxComplaints = 20;
    private const ulong Chunk = 1 << 22;

    /// <summary>The slice that a text (the date of a commit) stands for.</summary>
    public static int SliceOf(string seed)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in seed)
            hash = (hash ^ c) * 1099511628211;
        return (int)((hash ^ hash >> 32) % Slices);
    }

    /// <summary>The words of a slice.</summary>
    /// <param name="slice">Its number.</param>
    /// <param name="step">Every how many words of it.</param>
    public static IEnumerable<uint> Words(int slice, int step)
    {
        const uint Length = (uint)(0x1_0000_0000 / Slices);
        for (uint n = 0; n < Length; n += (uint)step)
            yield return ((uint)slice * Length + n) * Unspread;
    }

    /// <summary>Sweeps.</summary>
    /// <param name="slice">The slice, or null for all words.</param>
    /// <returns>How many words were defined, and what is wrong: nothing, it is hoped.</returns>
    public static SweepResult Run(int? slice)
    {
        ulong first = slice is { } number ? (ulong)number * (0x1_0000_0000 / Slices) : 0;
        ulong end = slice is null ? 0x1_0000_0000 : first + 0x1_0000_0000 / Slices;
        Candidate[][] buckets = Buckets();
        List<string> complaints = [.. A64Table.Lines.SelectMany(FieldComplaints)];
        long defined = 0;
        Parallel.For((long)(first / Chunk), (long)(end / Chunk), chunk =>
        {
            long count = 0;
            for (ulong n = (ulong)chunk * Chunk; n < ((ulong)chunk + 1) * Chunk; n++)
            {
                uint word = slice is null ? (uint)n : (uint)n * Unspread;
                A64Op op = Judge(word, buckets[word >> BucketShift], out string? complaint);
                if (op != A64Op.Undefined)
                    count++;
                if (complaint is not null)
                {
                    lock (complaints)
                    {
                        if (complaints.Count < MaxComplaints)
                            complaints.Add(complaint);
                    }
                }
            }
            Interlocked.Add(ref defined, count);
        });
        return new SweepResult((long)(end - first), defined, complaints);
    }

    private static A64Op Judge(uint word, Candidate[] candidates, out string? complaint)
    {
        LineFields? found = null;
        complaint = null;
        foreach (ref readonly Candidate candidate in candidates.AsSpan())
        {
            if ((word & candidate.Mask) != candidate.Value || !candidate.Fields.Line.Matches(word))
                continue;
            if (found is null)
                found = candidate.Fields;
            else if ((candidate.Mask & found.Line.FixedMask) != candidate.Mask || candidate.Mask == found.Line.FixedMask)
                complaint = $"0x{word:x8} is {found.Line.Op} and {candidate.Fields.Line.Op}, and the first is no special case of the second";
        }
        A64Op op = found?.Line.Op ?? A64Op.Undefined;
        A64Op decoded = Decoder.Decode(word).Op;
        if (decoded != op)
            complaint = $"0x{word:x8} is {op} by the table and {decoded} by the decoder";
        else if (found is not null && found.DecodeThenEncode(word) != word)
            complaint = $"0x{word:x8} is {op} and encodes as 0x{found.DecodeThenEncode(word):x8}";
        return op;
    }

    private static Candidate[][] Buckets()
    {
        LineFields[] lines = [.. A64Table.Lines.OrderByDescending(line => BitOperations.PopCount(line.FixedMask)).Select(line => new LineFields(line))];
        return [.. Enumerable.Range(0, 1 << (32 - BucketShift)).Select(bucket => (Candidate[])[.. lines
            .Where(fields => (((uint)bucket << BucketShift ^ fields.Line.FixedValue) & fields.Line.FixedMask >> BucketShift << BucketShift) == 0)
            .Select(fields => new Candidate(fields.Line.FixedMask, fields.Line.FixedValue, fields))])];
    }

    // The fast way to read and write fields against the table's own, on a few words of each line.
    private static IEnumerable<string> FieldComplaints(A64Encoding line)
    {
        var rng = new Rng((ulong)line.Op);
        var fields = new LineFields(line);
        return Enumerable.Range(0, 64).Select(_ => rng.Next32() & ~line.FixedMask | line.FixedValue)
            .Where(word => !fields.AgreesWithLine(word)).Select(word => $"0x{word:x8}: fields of {line}");
    }

    private readonly record struct Candidate(uint Mask, uint Value, LineFields Fields);
}
