using System.Text;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Rmm.Rmi;
using CcaEmu.Rmm.Tests.Bench;
using CcaEmu.Rmm.Tests.States;

namespace CcaEmu.WholeMachine.Tests.Conformance;

/// <summary>docs/conformance/rmi.md: every RMI command of 2.0-bet1, and for those that are built their failure conditions in order.</summary>
internal static class RmiPage
{
    public static string Text()
    {
        Dictionary<uint, RmiHandler> built = RmiHandlers.Create().ToDictionary(handler => (uint)handler.Command);
        var page = new StringBuilder(ConformancePages.Header("RMI commands", "the command table and the RMM's handlers"));
        page.AppendLine($"RMM specification 2.0-bet1 (DEN0137). {built.Count} of {RmiCommandTable.All.Count} commands are built; the others are known by name and");
        page.AppendLine("answer ERROR_NOT_SUPPORTED. Conditions stand in the order in which they are checked: the first that holds decides.");
        page.AppendLine("SRO: S may become a stateful operation, M may move memory. Footprint: what an operation of the command keeps from others (BLOCKED).");
        page.AppendLine("Tests: one for each condition alone, one for each two that hold at once, after which those that cannot; a failure must change nothing.");
        page.AppendLine();
        page.AppendLine("| Command | FID | Built | SRO | Footprint | Failure conditions in order | Tests |");
        page.AppendLine("|---|---|---|---|---|---|---|");
        IReadOnlyList<ImpossiblePair> impossible = ImpossiblePairs.OfHost();
        var total = new ConditionCounts(0, 0, 0);
        foreach (CommandInfo command in RmiCommandTable.All.OrderBy(c => c.FunctionId.Value))
        {
            string conditions = built.TryGetValue(command.FunctionId.Value, out RmiHandler? handler)
                ? string.Join(", ", handler.Conditions.Select(condition => condition.Name))
                : "";
            string footprint = handler is null ? "" : string.Join(", ", handler.Footprints.Select(part => part.Name));
            ConditionCounts? tests = handler is null ? null : ConditionCounts.Of(handler.Command.ToString(), handler.Conditions.Count, impossible);
            total += tests ?? default;
            page.AppendLine(
                $"| {command.Name} | {command.FunctionId} | {(handler is null ? "no" : "yes")} | {Sro(command)} | {footprint} | {conditions} | {tests} |");
        }
        page.AppendLine();
        page.AppendLine(total.Sentence);
        page.AppendLine();
        ConditionCounts.AppendImpossible(page, impossible);
        page.AppendLine();
        AppendTables(page);
        page.AppendLine();
        page.AppendLine("Failures that a command's code allows for and nothing on this machine leads to:");
        page.AppendLine();
        foreach (RmiHandler handler in built.Values.Where(handler => handler.OutOfReach.Count > 0).OrderBy(handler => handler.Command))
        {
            foreach ((string name, string reason) in handler.OutOfReach)
                page.AppendLine($"- {RmiCommandTable.All.First(line => line.FunctionId.Value == (uint)handler.Command).Name}, {name}: {reason}.");
        }
        return page.ToString();
    }

    // From the tables that the tests read.
    private static void AppendTables(StringBuilder page)
    {
        page.AppendLine("State machines: every event in every state, a test each.");
        page.AppendLine();
        page.AppendLine("| Machine | States | Events | Cells |");
        page.AppendLine("|---|---|---|---|");
        int cells = 0;
        foreach (string machine in new[] { "rmm", "granule", "tracking", "realm", "rec", "entry", "operation" })
        {
            StateTable table = StateTable.Read(machine + ".txt");
            cells += table.Cells.Count;
            page.AppendLine($"| {machine} | {string.Join(", ", table.States)} | {table.Events.Count()} | {table.Cells.Count} |");
        }
        StateTable access = StateTable.Read("access.txt");
        page.AppendLine();
        page.AppendLine($"{cells} cells. Accesses of a Realm: {access.Events.Count()} views by {access.States.Length} kinds, each at the first, the last and another page of its part of the IPA space.");
        page.AppendLine();
    }

    private static string Sro(CommandInfo command) =>
        (command.Traits & CommandTraits.Stateful) == 0 ? "" : (command.Traits & CommandTraits.MovesMemory) == 0 ? "S" : "S M";
}
