using System.Text;
using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rsi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Rmm.Rsi;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.WholeMachine.Tests.Conformance;

/// <summary>docs/conformance/rsi.md: every RSI command of 2.0-bet1, and for those that are built their failure conditions in order.</summary>
internal static class RsiPage
{
    public static string Text()
    {
        Dictionary<uint, RsiHandler> known = RsiHandlers.Create().ToDictionary(handler => (uint)handler.Command);
        IReadOnlyList<ImpossiblePair> impossible = ImpossiblePairs.OfRealm();
        var page = new StringBuilder(ConformancePages.Header("RSI commands", "the command table and the RMM's handlers"));
        page.AppendLine($"RMM specification 2.0-bet1 (DEN0137), plane 0. {known.Count} of {RsiCommandTable.All.Count} commands are built. Attestation tokens answer");
        page.AppendLine("ERROR_UNKNOWN where the monitor has no key or platform token. Planes and devices are features not offered: their commands answer what");
        page.AppendLine("the specification has for a Realm without them.");
        page.AppendLine("Tests: one for each condition alone, one for each two that hold at once, after which those that cannot.");
        page.AppendLine();
        page.AppendLine("| Command | FID | Built | Failure conditions in order | Tests |");
        page.AppendLine("|---|---|---|---|---|");
        var total = new ConditionCounts(0, 0, 0);
        foreach (CommandInfo command in RsiCommandTable.All.OrderBy(c => c.FunctionId.Value))
        {
            bool found = known.TryGetValue(command.FunctionId.Value, out RsiHandler? handler);
            ConditionCounts? tests = found ? ConditionCounts.Of(handler!.Command.ToString(), handler.Conditions.Count, impossible) : null;
            total += tests ?? default;
            string conditions = found
                ? Conditions(handler!.Conditions)
                : $"not offered → {(ulong)RsiNotOffered.Answers[(RsiCommand)command.FunctionId.Value]}";
            page.AppendLine($"| {command.Name} | {command.FunctionId} | {(found ? "yes" : "no")} | {conditions} | {tests} |");
        }
        page.AppendLine();
        page.AppendLine("PSCI functions with failure conditions that the RMM checks before it asks the host:");
        page.AppendLine();
        page.AppendLine("| Function | Failure conditions in order | Tests |");
        page.AppendLine("|---|---|---|");
        total += AppendPsci(page, PsciFunction.CpuOn, RealmPsci.CpuOnConditions, impossible);
        total += AppendPsci(page, PsciFunction.AffinityInfo, RealmPsci.AffinityInfoConditions, impossible);
        page.AppendLine();
        page.AppendLine(total.Sentence);
        page.AppendLine();
        ConditionCounts.AppendImpossible(page, impossible);
        return page.ToString();
    }

    private static ConditionCounts AppendPsci(StringBuilder page, PsciFunction function, IReadOnlyList<RsiCondition> conditions, IReadOnlyList<ImpossiblePair> impossible)
    {
        ConditionCounts tests = ConditionCounts.Of(function.ToString(), conditions.Count, impossible);
        string name = PsciFunctionTable.All.First(line => line.FunctionId.Value == (uint)function).Name;
        page.AppendLine($"| {name} | {Conditions(conditions)} | {tests} |");
        return tests;
    }

    private static string Conditions(IReadOnlyList<RsiCondition> conditions) => string.Join(", ", conditions.Select(c => $"{c.Name} → {(long)c.Status}"));
}
