using System.Text.RegularExpressions;
using CcaEmu.Arm.A64;
using CcaEmu.Campaign.Generation;
using CcaEmu.Campaign.Oracle;

namespace CcaEmu.Campaign;

/// <summary>Draws, runs and compares, on as many threads as there are cores.</summary>
internal static class CampaignRunner
{
    private const int SlotsPerBatch = 2048;

    /// <summary>Runs a campaign.</summary>
    /// <exception cref="ArgumentException">No line has a name that the expression matches.</exception>
    public static CampaignResult Run(CampaignOptions options)
    {
        PeFeatures features = options.Features();
        A64Encoding[] lines = Lines(options.Lines, features);
        var result = new CampaignResult();
        Parallel.ForEach(Plan(options, lines, features), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new UserPe(features),
            (draw, _, pe) =>
            {
                RunBatch(draw(), pe, result);
                return pe;
            },
            pe => pe.Dispose());
        return result;
    }

    /// <summary>The lines that have cases and whose name an expression matches.</summary>
    /// <param name="expression">A regular expression; empty for all.</param>
    /// <param name="features">What the PE has.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static A64Encoding[] Lines(string expression, PeFeatures features)
    {
        A64Encoding[] lines = [.. LineSelection.Lines(features.Has)
            .Where(line => expression.Length == 0 || Regex.IsMatch(line.Op.ToString(), expression))];
        return lines.Length > 0 ? lines : throw new ArgumentException($"no line that can run matches '{expression}'", nameof(expression));
    }

    private static void RunBatch(CaseBatch cases, UserPe pe, CampaignResult result)
    {
        List<A64Op> undefined = [];
        List<Mismatch> mismatches = Comparison.Run(cases, pe, slot => undefined.Add(cases.Ops[slot]));
        lock (result)
        {
            foreach (A64Op op in cases.Ops)
                result.Add(op, cases.Batch.StatesPerSlot);
            mismatches.ForEach(result.Add);
            undefined.ForEach(result.AddUndefined);
        }
    }

    // Batches by their own seeds: which thread runs which does not matter.
    private static IEnumerable<Func<CaseBatch>> Plan(CampaignOptions options, A64Encoding[] lines, PeFeatures features)
    {
        long slots = (options.Cases + options.StatesPerSlot - 1) / options.StatesPerSlot;
        // Whole rounds over the lines: every line gets as many as any other.
        slots = options.Cases == 0 ? 0 : (slots + lines.Length - 1) / lines.Length * lines.Length;
        for (long first = 0; first < slots; first += SlotsPerBatch)
        {
            long start = first;
            int count = (int)Math.Min(SlotsPerBatch, slots - first);
            yield return () => CaseBatch.OfLines(
                [.. Enumerable.Range(0, count).Select(n => lines[(start + n) % lines.Length])], options.StatesPerSlot, features,
                options.Seed * 0x1_0000_0001 + (ulong)start);
        }
        for (long first = 0; first < options.Sequences; first += SlotsPerBatch)
        {
            long start = first;
            int count = (int)Math.Min(SlotsPerBatch, options.Sequences - first);
            yield return () => CaseBatch.OfSequences(lines, count, 1, features, ~(options.Seed * 0x1_0000_0001 + (ulong)start));
        }
    }
}
