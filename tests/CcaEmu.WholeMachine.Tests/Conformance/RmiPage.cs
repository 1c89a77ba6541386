using System.Text;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Rmm.Rmi;

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
        page.AppendLine();
        page.AppendLine("| Command | FID | Built | Failure conditions in order |");
        page.AppendLine("|---|---|---|---|");
        foreach (CommandInfo command in RmiCommandTable.All.OrderBy(c => c.FunctionId.Value))
        {
            string conditions = built.TryGetValue(command.FunctionId.Value, out RmiHandler? handler)
                ? string.Join(", ", handler.Conditions.Select(condition => condition.Name))
                : "";
            page.AppendLine($"| {command.Name} | {command.FunctionId} | {(handler is null ? "no" : "yes")} | {conditions} |");
        }
        return page.ToString();
    }
}
