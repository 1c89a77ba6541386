using System.Text;
using CcaEmu.Arm.Rsi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Rmm.Rsi;

namespace CcaEmu.WholeMachine.Tests.Conformance;

/// <summary>docs/conformance/rsi.md: every RSI command of 2.0-bet1, and for those that are built their failure conditions in order.</summary>
internal static class RsiPage
{
    public static string Text()
    {
        Dictionary<uint, RsiHandler> known = RsiHandlers.Create().ToDictionary(handler => (uint)handler.Command);
        var page = new StringBuilder(ConformancePages.Header("RSI commands", "the command table and the RMM's handlers"));
        page.AppendLine($"RMM specification 2.0-bet1 (DEN0137), plane 0. {known.Count} of {RsiCommandTable.All.Count} commands are built. Attestation tokens answer");
        page.AppendLine("ERROR_UNKNOWN where the monitor has no key or platform token. Planes and devices are features not offered: their commands answer what");
        page.AppendLine("the specification has for a Realm without them.");
        page.AppendLine();
        page.AppendLine("| Command | FID | Built | Failure conditions in order |");
        page.AppendLine("|---|---|---|---|");
        foreach (CommandInfo command in RsiCommandTable.All.OrderBy(c => c.FunctionId.Value))
        {
            bool found = known.TryGetValue(command.FunctionId.Value, out RsiHandler? handler);
            string conditions = found
                ? string.Join(", ", handler!.Conditions.Select(c => $"{c.Name} → {c.Status}"))
                : $"not offered → {(ulong)RsiNotOffered.Answers[(RsiCommand)command.FunctionId.Value]}";
            page.AppendLine($"| {command.Name} | {command.FunctionId} | {(found ? "yes" : "no")} | {conditions} |");
        }
        return page.ToString();
    }
}
