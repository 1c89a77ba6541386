using System.Diagnostics.CodeAnalysis;

namespace CcaEmu.Arm.A64;

/// <summary>Changes a set of features by a list such as <c>+FEAT_SM4,-FEAT_LSE2</c>, and refuses what cannot be.</summary>
/// <remarks>Arm ARM, chapter A2: "If FEAT_x is implemented, then FEAT_y is (not) implemented".</remarks>
public static class FeatureSelection
{
    /// <summary>What a PE has when nobody says anything.</summary>
    public static IReadOnlySet<Feature> Default { get; } = FeatureTable.All.Where(line => line.IsDefault).Select(line => line.Feature).ToHashSet();

    /// <summary>Applies a list of changes and checks the set that comes of them.</summary>
    /// <param name="start">The set that is changed; left alone.</param>
    /// <param name="changes">Feature names with + or - before each, separated by commas; later ones win.</param>
    /// <param name="result">The set.</param>
    /// <param name="complaint">In one line: what cannot be, what it conflicts with, what to try.</param>
    /// <returns>Whether there is a result.</returns>
    public static bool TryApply(
        IReadOnlySet<Feature> start, string changes, [NotNullWhen(true)] out IReadOnlySet<Feature>? result,
        [NotNullWhen(false)] out string? complaint)
    {
        result = null;
        var set = new HashSet<Feature>(start);
        foreach (string word in changes.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryRead(word, out bool add, out Feature feature, out complaint))
                return false;
            if (add)
                set.Add(feature);
            else
                set.Remove(feature);
        }
        complaint = ConflictIn(set);
        if (complaint is not null)
            return false;
        result = set;
        return true;
    }

    /// <summary>The first contradiction in a set of features, or null.</summary>
    /// <param name="set">Any set.</param>
    /// <returns>One line that names both sides of the contradiction.</returns>
    public static string? ConflictIn(IReadOnlySet<Feature> set)
    {
        foreach (FeatureInfo line in FeatureTable.All.Where(line => set.Contains(line.Feature)))
        {
            foreach (Feature needed in line.Needs.Where(needed => !set.Contains(needed)))
                return $"{line.Name} needs {needed}, which is off; try {Repair(line, needed)}";
            if (line.NeedsOneOf.Count > 0 && !line.NeedsOneOf.Any(set.Contains))
                return $"{line.Name} needs one of {string.Join(", ", line.NeedsOneOf)}, which are all off; try -{line.Name}";
            foreach (Feature excluded in line.Excludes.Where(set.Contains))
                return $"{line.Name} conflicts with {excluded}; try -{excluded} or -{line.Name}";
        }
        return null;
    }

    private static string Repair(FeatureInfo line, Feature needed) =>
        FeatureTable.Get(needed).IsBuilt ? $"+{needed} or -{line.Name}" : $"-{line.Name}";

    private static bool TryRead(string word, out bool add, out Feature feature, [NotNullWhen(false)] out string? complaint)
    {
        add = word.StartsWith('+');
        feature = Feature.Base;
        complaint = null;
        if (word.Length < 2 || word[0] is not ('+' or '-'))
        {
            complaint = $"expected +FEAT_x or -FEAT_x, found '{word}'; try +FEAT_LSE";
            return false;
        }
        string name = word[1..];
        FeatureInfo? line = FeatureTable.All.FirstOrDefault(line => line.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? FeatureTable.All.FirstOrDefault(line => line.Name.Equals("FEAT_" + name, StringComparison.OrdinalIgnoreCase));
        if (line is null)
            complaint = $"expected the name of a feature, found '{name}'; did you mean {Nearest(name)}?";
        else if (add && !line.IsBuilt)
            complaint = $"{line.Name} is not built: 'ccaemu cpu features' lists what is";
        else if (!add && line.Standing == FeatureStanding.Always)
            complaint = $"{line.Name} is part of every PE of CcaEmu and cannot be switched off";
        else
            feature = line.Feature;
        return complaint is null;
    }

    private static string Nearest(string name) =>
        FeatureTable.All.MinBy(line => Math.Min(Distance(name, line.Name), Distance(name, line.Name[5..])))!.Name;

    // How many letters have to be put in, taken out or replaced; case does not count. Long input is cut: nothing so long is near.
    private static int Distance(string a, string b)
    {
        a = a.Length > 64 ? a[..64] : a;
        var row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.Min(same, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
