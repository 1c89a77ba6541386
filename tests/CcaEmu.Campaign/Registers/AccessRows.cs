using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Campaign.Vectors;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Campaign.Registers;

/// <summary>The rows of AccessFacts.txt that the access matrix runs: one for each register, direction and level.</summary>
internal static class AccessRows
{
    /// <summary>
    /// Whether the matrix runs the rows of a register. Not GIC registers (the manual does not have their pages), FPCR and FPSR (their traps have tests of their own), what
    /// SEL2 alone brings, and profiling, whose owner is a field and not a bit.
    /// </summary>
    public static bool Has(R register) =>
        register is not ((>= R.ICC_SRE_EL1 and <= R.ICH_LR15_EL2) or R.FPCR or R.FPSR or (>= R.PMSCR_EL1 and <= R.PMBIDR_EL1)
            or R.DBGWVR4_EL1 or R.DBGWVR5_EL1 or R.DBGWCR4_EL1 or R.DBGWCR5_EL1 or R.OSDLR_EL1)
        && SystemRegisterTable.Get(register).Feature != Feature.FEAT_SEL2;

    /// <summary>How many rows each register has.</summary>
    public static IReadOnlyDictionary<R, int> Count() =>
        File.ReadLines(Path.Combine(VectorLibrary.Folder(), "..", "Registers", "AccessFacts.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => Enum.Parse<R>(line.AsSpan(0, line.IndexOf(' '))))
            .Where(Has).CountBy(register => register).ToDictionary();
}
