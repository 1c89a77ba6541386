namespace CcaEmu.Benchmarks.Rmi;

/// <summary>What commands to the RMM cost the host: nanoseconds and allocated bytes in steady state.</summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/CcaEmu.Benchmarks -- rmi</c>.</remarks>
internal static class RmiFigures
{
    /// <summary>Measures and prints.</summary>
    /// <param name="only">Part of the name of the group that is wanted (entry, calls, granules, tables, realms); empty for all.</param>
    public static void Print(string only)
    {
        (string Name, Action Print)[] groups =
        [
            ("entry", CallFigures.PrintEntry), ("calls", CallFigures.Print), ("granules", GranuleFigures.Print), ("tables", TableFigures.Print), ("realms", RealmFigures.Print),
        ];
        FigureRow.Heading();
        foreach ((string name, Action print) in groups)
        {
            if (name.Contains(only, StringComparison.Ordinal))
                print();
        }
    }
}
