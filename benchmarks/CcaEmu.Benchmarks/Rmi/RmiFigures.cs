using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Rmm.Rmi;
using CcaEmu.Rmm.Rsi;

namespace CcaEmu.Benchmarks.Rmi;

/// <summary>What commands to the RMM cost the host: nanoseconds and allocated bytes in steady state.</summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/CcaEmu.Benchmarks -- rmi</c>.</remarks>
internal static class RmiFigures
{
    private static readonly (string Name, Action<FigureSheet> Print)[] Groups =
    [
        ("entry", CallFigures.PrintEntry), ("calls", CallFigures.Print), ("granules", GranuleFigures.Print), ("tables", TableFigures.Print), ("realms", RealmFigures.Print),
        ("operations", OperationFigures.Print), ("tokens", TokenFigures.Print),
    ];

    private static readonly Dictionary<string, string> Exempt = new()
    {
        ["RMI_RMM_ACTIVATE"] = "it succeeds once in a boot, so that it has no steady state",
    };

    /// <summary>Measures and prints.</summary>
    /// <param name="only">Part of the name of the group that is wanted; empty for all.</param>
    /// <returns>Whether nothing allocates that must not, and, of all groups, no command that the RMM offers is without a figure.</returns>
    public static bool Print(string only)
    {
        var sheet = new FigureSheet();
        foreach ((string name, Action<FigureSheet> print) in Groups.Where(group => group.Name.Contains(only, StringComparison.Ordinal)))
            print(sheet);
        return sheet.AllocatesNothing() & (only.Length > 0 || sheet.IsComplete(Offered(), Exempt));
    }

    private static IEnumerable<string> Offered() =>
    [
        .. RmiHandlers.Create().Select(handler => NameOf(RmiCommandTable.All, (uint)handler.Command)),
        .. RsiHandlers.Create().Select(handler => NameOf(RsiCommandTable.All, (uint)handler.Command)),
    ];

    private static string NameOf(IEnumerable<CommandInfo> table, uint functionId) => table.First(line => line.FunctionId.Value == functionId).Name;
}
