using CcaEmu.Campaign.Vectors;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Campaign.Registers;

/// <summary>The rows of AccessFacts.txt that the access matrix runs: one for each register, direction and level.</summary>
internal static class AccessRows
{
    /// <summary>
    /// Whether the matrix runs the rows of a register: not what FEAT_DoubleLock alone brings, and not more watchpoints than the
    /// PE has.
    /// </summary>
    public static bool Has(R register) =>
        register is not (R.DBGWVR4_EL1 or R.DBGWVR5_EL1 or R.DBGWCR4_EL1 or R.DBGWCR5_EL1 or R.OSDLR_EL1);

    /// <summary>How many rows each register has.</summary>
    public static IReadOnlyDictionary<R, int> Count() =>
        File.ReadLines(Path.Combine(VectorLibrary.Folder(), "..", "Registers", "AccessFacts.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => Enum.Parse<R>(line.AsSpan(0, line.IndexOf(' '))))
            .Where(Has).CountBy(register => register).ToDictionary();
}
