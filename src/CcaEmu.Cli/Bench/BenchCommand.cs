using System.Text.Json;
using CcaEmu.Cli.Commands;
using CcaEmu.Diagnostics.Benchmarks;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Diagnostics.Reports;

namespace CcaEmu.Cli.Bench;

/// <summary>Measures and reports, compares, or calibrates.</summary>
/// <param name="console">Where output goes.</param>
/// <param name="clock">Host time.</param>
internal sealed class BenchCommand(CliConsole console, HostClock clock)
{
    private const int CalibrationRepetitions = 20;

    /// <summary>Does what is asked.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public int Execute(BenchRequest request)
    {
        if (request.Compare is { } files)
            return Compare(files, request.FailAbovePercent);
        if (request.FailAbovePercent is not null)
            return console.Refuse("--fail-above: expected --compare with it, found none; add --compare A.json B.json");
        if (!OutputFile.TryOpen("--json", request.JsonFile, out FileStream? json, out string? error)
            || !OutputFile.TryOpen("--csv", request.CsvFile, out FileStream? csv, out error)
            || !OutputFile.TryOpen("--html", request.HtmlFile, out FileStream? html, out error)
            || !OutputFile.TryOpen("--refit", request.RefitFile, out FileStream? refit, out error))
            return console.Refuse(error);
        using (json)
        using (csv)
        using (html)
        using (refit)
        {
            WorldSwitchReport report = new WorldSwitchBench(clock).Run(request.Repetitions, request.Seed, [request.Profile], measuresItself: true)[0];
            new BenchTables(console).Print(report);
            return WriteFiles(request.Profile, report, json, csv, html, refit);
        }
    }

    /// <summary>Holds profiles against what was published.</summary>
    /// <param name="profile">Which; null for all that are shipped and have published figures.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public int Calibrate(CostProfile? profile)
    {
        CostProfile[] profiles = profile is null
            ? [.. ShippedProfiles.Names.Select(ShippedProfiles.Load).Where(one => one.Figures.Count > 0)]
            : [profile];
        IReadOnlyList<WorldSwitchReport> reports = new WorldSwitchBench(clock).Run(CalibrationRepetitions, 1, profiles, measuresItself: false);
        console.Text.WriteLine("Modelled cycles of our machine beside what was published of real ones. No published figure is of CCA silicon: they are of boards that");
        console.Text.WriteLine("stand in for it, without a Granule Protection Table in hardware.");
        for (int i = 0; i < profiles.Length; i++)
            new BenchTables(console).Print(profiles[i], Calibration.Of(profiles[i], reports[i].Rows));
        return ExitCodes.Passed;
    }

    private int WriteFiles(CostProfile profile, WorldSwitchReport report, FileStream? json, FileStream? csv, FileStream? html, FileStream? refit)
    {
        if (json is not null)
        {
            OutputFile.Truncate(json);
            WorldSwitchJson.Write(json, report);
        }
        if (csv is not null)
        {
            OutputFile.Truncate(csv);
            using var writer = new StreamWriter(csv, leaveOpen: true);
            WorldSwitchCsv.Write(writer, report);
        }
        if (html is not null)
        {
            OutputFile.Truncate(html);
            WorldSwitchPage.Write(html, report, profile);
        }
        if (refit is null)
            return ExitCodes.Passed;
        try
        {
            CostProfile fitted = ProfileFit.Fit(profile, Calibration.WorkOf(report.Rows));
            OutputFile.Truncate(refit);
            CostProfileJson.Write(refit, fitted);
            return ExitCodes.Passed;
        }
        catch (CostProfileError cannot)
        {
            return console.Refuse($"--refit: {cannot.Message}");
        }
    }

    private int Compare(string[] files, double? failAbove)
    {
        var reports = new WorldSwitchReport[2];
        for (int i = 0; i < 2; i++)
        {
            try
            {
                reports[i] = WorldSwitchJson.Read(File.ReadAllBytes(files[i]));
            }
            catch (JsonException bad)
            {
                return console.Refuse($"--compare: expected a file that 'bench world-switch --json' has written, found '{files[i]}' ({JsonTrouble.InWords(bad)})");
            }
            catch (Exception bad) when (bad is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                return console.Refuse($"--compare: expected a file that 'bench world-switch --json' has written, found '{files[i]}' ({bad.Message})");
            }
        }
        if (reports[0].Profile != reports[1].Profile)
            return console.Refuse($"--compare: expected two files by one profile, found {reports[0].Profile} and {reports[1].Profile}; measure again with --profile");
        IReadOnlyList<WorldSwitchChange> changes = WorldSwitchComparison.Compare(reports[0], reports[1]);
        new BenchTables(console).Print(changes);
        WorldSwitchChange[] worse = [.. changes.Where(change => failAbove is not null && (change.Percent > failAbove || change.After is null))];
        foreach (WorldSwitchChange change in worse)
        {
            console.Error.WriteLine(change.After is null
                ? $"ccaemu: {change.Name} is not measured any more"
                : FormattableString.Invariant($"ccaemu: {change.Name} has grown by {change.Percent:F2} %, more than {failAbove} %"));
        }
        return worse.Length == 0 ? ExitCodes.Passed : ExitCodes.Failed;
    }
}
