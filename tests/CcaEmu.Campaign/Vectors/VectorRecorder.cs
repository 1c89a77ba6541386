using CcaEmu.Arm.A64;
using CcaEmu.Campaign.Generation;
using CcaEmu.Campaign.Oracle;

namespace CcaEmu.Campaign.Vectors;

/// <summary>Records a spread of vectors of every line from the oracle, one file per group of the encoding table.</summary>
internal static class VectorRecorder
{
    /// <summary>Vectors of each line.</summary>
    public const int PerLine = 24;

    // More are drawn, because a case in which QEMU is known to differ is no vector.
    private const int DrawnPerLine = 80;

    private const int LinesPerBatch = 45;

    private const string Header = """
        # Recorded from qemu-aarch64 7.2 (-cpu max) by: dotnet run -c Release --project tests/CcaEmu.Campaign -- --record
        # line, words | going in | coming out | the same as text.  A state that is not named: x8 = x9 = sp = 403480, memory byte n = 37n + 11, else 0.
        """;

    /// <summary>Records lines whose name an expression matches; with none, those that have too few vectors. The vectors of other lines stay.</summary>
    public static void Record(CampaignOptions options)
    {
        PeFeatures features = options.Features();
        Directory.CreateDirectory(VectorLibrary.Folder());
        IReadOnlyDictionary<A64Op, int> counts = VectorLibrary.CountByOp();
        IEnumerable<A64Encoding> chosen = CampaignRunner.Lines(options.Lines, features)
            .Where(line => options.Lines.Length > 0 || counts.GetValueOrDefault(line.Op) < PerLine);
        foreach (IGrouping<A64Group, A64Encoding> group in chosen.GroupBy(line => line.Group))
        {
            string file = Path.Combine(VectorLibrary.Folder(), $"{group.Key}.txt");
            HashSet<A64Op> fresh = [.. group.Select(line => line.Op)];
            IEnumerable<CaseVector> kept = File.Exists(file) ? VectorLibrary.Read(file).Where(vector => !fresh.Contains(vector.Op)) : [];
            IEnumerable<CaseVector> recorded = group.Chunk(LinesPerBatch).SelectMany(lines => RecordLines(lines, features, options.Seed));
            string[] text = [.. kept.Concat(recorded).OrderBy(vector => vector.Op).Select(vector => vector.Format())];
            File.WriteAllText(file, Header + '\n' + string.Join('\n', text) + '\n');
            Console.WriteLine($"{file}: {text.Length} vectors, {new FileInfo(file).Length / 1024} KiB");
        }
    }

    private static IEnumerable<CaseVector> RecordLines(A64Encoding[] lines, PeFeatures features, ulong seed)
    {
        using var pe = new UserPe(features);
        var rng = new Rng(seed);
        var instructions = new InstructionGenerator(features);
        List<(A64Op Op, uint[] Words, ulong[] Input)> cases = [];
        foreach (A64Encoding line in lines)
        {
            for (int n = 0; n < DrawnPerLine; n++)
                cases.Add(Draw(line, instructions, rng, pe));
        }
        // A vector runs in the first slot. Where that matters to its result it is asked for there, all others in one program.
        bool[] fixedPlace = [.. cases.Select(c => DependsOnPlace(c.Words, c.Input, pe))];
        var together = new Batch([.. cases.Select(c => c.Words)], 1, [.. cases.SelectMany(c => c.Input)]);
        ulong[] results = Qemu.Run(together);
        return cases.Select((c, n) => new CaseVector(c.Op, c.Words, c.Input, fixedPlace[n]
            ? Qemu.Run(new Batch([c.Words], 1, c.Input)) : results[(n * CaseState.Words)..((n + 1) * CaseState.Words)]))
            .Where(vector => !IsKnownToDiffer(vector, pe)).GroupBy(vector => vector.Op).SelectMany(vectors => vectors.Take(PerLine)).ToList();
    }

    private static bool IsKnownToDiffer(CaseVector vector, UserPe pe)
    {
        var mismatch = new Mismatch(vector.Op, vector.Words, GuestLayout.Slots, vector.Input, vector.Expected, VectorRun.RunOne(vector.Words, vector.Input, pe));
        return !mismatch.Expected.AsSpan().SequenceEqual(mismatch.Actual) && KnownDifferences.ReasonFor(mismatch) is not null;
    }

    private static bool DependsOnPlace(uint[] words, ulong[] input, UserPe pe)
    {
        ulong[] both = pe.Run(new Batch([words, words], 1, [.. input, .. input]));
        return !both.AsSpan(0, CaseState.Words).SequenceEqual(both.AsSpan(CaseState.Words));
    }

    // A defined case if the line has any, with as little state as makes the same difference.
    private static (A64Op Op, uint[] Words, ulong[] Input) Draw(A64Encoding line, InstructionGenerator instructions, Rng rng, UserPe pe)
    {
        for (int attempt = 0; ; attempt++)
        {
            (uint[] words, int index) = instructions.Draw(line, rng, GuestLayout.Slots) ?? throw new InvalidOperationException($"{line}: no case");
            ulong[] random = new ulong[CaseState.Words], input = CaseVector.Default();
            StateGenerator.Fill(rng, pe.Features.Has(Feature.FEAT_FP), random);
            StateRules.Apply(words[index], rng, random);
            foreach (int word in Relevant(words))
                input[word] = random[word];
            if (line.Op is >= A64Op.CASB and <= A64Op.CASP)
                random.AsSpan(CaseState.Window).CopyTo(input.AsSpan(CaseState.Window));
            Trim(words, input, pe);
            if (attempt == 100 || VectorRun.RunOne(words, input, pe)[CaseState.Signal] == 0)
                return (line.Op, words, input);
        }
    }

    // Registers that the fields name, and those behind them, which lists and pairs reach.
    private static IEnumerable<int> Relevant(uint[] words)
    {
        SortedSet<int> named = Mismatch.NamedBy(words);
        foreach (int word in named.ToArray())
        {
            if (word >= CaseState.V)
            {
                for (int next = 2; next <= 6; next += 2)
                    named.Add(CaseState.V + (word - CaseState.V + next) % 64);
            }
            else if (word < 27)
            {
                named.Add(word + 1);
            }
        }
        return named.Where(word => word is not (28 or 29));
    }

    // Drops what the result does not depend on.
    private static void Trim(uint[] words, ulong[] input, UserPe pe)
    {
        ulong[] plain = CaseVector.Default(), result = VectorRun.RunOne(words, input, pe);
        for (int word = 0; word < CaseState.Words; word++)
        {
            ulong value = input[word];
            if (value == plain[word])
                continue;
            input[word] = plain[word];
            ulong[] without = VectorRun.RunOne(words, input, pe);
            // The word itself may stay as it went in.
            bool same = result[word] == value && without[word] == plain[word];
            without[word] = result[word];
            if (same && without.AsSpan().SequenceEqual(result))
                result[word] = plain[word];
            else
                input[word] = value;
        }
    }
}
