using CcaEmu.Arm.A64;

namespace CcaEmu.Campaign.Sweep;

/// <summary>Names of System registers and system instructions: Capstone 4.0 knows some that the tables lack, and lacks what is later than Armv8.0.</summary>
internal static class CapstoneSystemNames
{
    private static readonly Formatter Nameless = new();

    /// <summary>
    /// MRS, MSR (register): the same general-purpose register, and the same System register by the name where both have one, else by number.
    /// </summary>
    public static bool Agrees(Instruction ours, string text, string theirs)
    {
        string generic = Nameless.Format(ours, 0);
        string mine = SystemName(ours, text), other = SystemName(ours, theirs);
        // Without a name of its own Capstone writes op0 as 3, also where it is 2.
        if (theirs == generic.Replace(" s2_", " s3_", StringComparison.Ordinal))
            return true;
        bool rest = text.Replace(mine, "", StringComparison.Ordinal) == theirs.Replace(other, "", StringComparison.Ordinal);
        // A name that the table does not have; or Capstone's misspelling of ICH_ELRSR_EL2, and the name that DBGDTRRX_EL0 has when it is written.
        return rest && (text == generic || (mine, other) is ("ich_elrsr_el2", "ich_elsr_el2") or ("dbgdtrrx_el0", "dbgdtrtx_el0"));
    }

    /// <summary>
    /// SYS: the same operation by the name where Capstone has one, else by number. Capstone leaves out the register of operations that take
    /// none, whatever it is, and writes XZR of the others.
    /// </summary>
    public static bool AgreesOnOperation(Instruction ours, string text, string theirs) =>
        theirs == Nameless.Format(ours, 0) || text == $"{theirs}, x{ours.Rt}" || theirs == text + ", xzr";

    private static string SystemName(Instruction ours, string text)
    {
        string[] parts = text.Split(' ');
        return ours.Op == A64Op.MRS ? parts[^1] : parts[1].TrimEnd(',');
    }
}
