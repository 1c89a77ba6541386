namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>Makes a counterexample small: leaves out steps, many at a time first, as long as something is wrong at the end.</summary>
internal static class ScriptShrinker
{
    /// <summary>The smallest script found.</summary>
    /// <param name="found">The counterexample.</param>
    /// <param name="attempts">Scripts to try at most.</param>
    /// <param name="seconds">Time to spend at most.</param>
    public static Counterexample Shrink(Counterexample found, int attempts = 600, double seconds = 60)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        List<FuzzStep> steps = [.. found.Steps];
        string wrong = found.Wrong;
        string kind = Kind(wrong);
        // With everything checked after every command it may show earlier.
        (string? early, int count) = RmiFuzzRun.Play(found.World, steps);
        if (early is null)
            return found;
        (wrong, kind) = (early, Kind(early));
        steps.RemoveRange(count, steps.Count - count);
        for (int size = Math.Max(1, steps.Count / 2); size >= 1; size = size == 1 ? 0 : Math.Max(1, size / 2))
        {
            for (int at = steps.Count - size; at >= 0 && attempts > 0 && clock.Elapsed.TotalSeconds < seconds; at -= size)
            {
                List<FuzzStep> fewer = [.. steps[..at], .. steps[(at + size)..]];
                attempts--;
                (string? still, int used) = RmiFuzzRun.Play(found.World, fewer);
                if (still is null || Kind(still) != kind)
                    continue;
                steps = fewer[..used];
                wrong = still;
                at = Math.Min(at, steps.Count);
            }
        }
        return found with { Steps = steps, Wrong = wrong };
    }

    // What it is about, without the numbers.
    private static string Kind(string wrong) => new([.. wrong.TakeWhile(c => c is not (':' or ';')).Where(c => !char.IsAsciiHexDigitUpper(c) && !char.IsDigit(c))]);
}
