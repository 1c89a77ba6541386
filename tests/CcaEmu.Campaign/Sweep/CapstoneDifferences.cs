using System.Text.RegularExpressions;
using CcaEmu.Arm.A64;

namespace CcaEmu.Campaign.Sweep;

/// <summary>Where Capstone 4.0 and the table may differ, each with its reason.</summary>
internal static partial class CapstoneDifferences
{
    // Later than the Armv8.0 (with CRC32) that Capstone 4.0 decodes by default. It takes their words for undefined.
    private static readonly bool[] Beyond = Flags(
        Feature.FEAT_RDM, Feature.FEAT_DotProd, Feature.FEAT_I8MM, Feature.FEAT_FP16, Feature.FEAT_JSCVT, Feature.FEAT_FRINTTS, Feature.FEAT_BF16,
        Feature.FEAT_LSE, Feature.FEAT_LRCPC, Feature.FEAT_LOR, Feature.FEAT_FlagM, Feature.FEAT_FlagM2, Feature.FEAT_CSSC, Feature.FEAT_HBC,
        Feature.FEAT_LRCPC2, Feature.FEAT_LRCPC3, Feature.FEAT_MOPS, Feature.FEAT_PAuth, Feature.FEAT_WFxT, Feature.FEAT_XS,
        Feature.FEAT_SHA512, Feature.FEAT_SHA3, Feature.FEAT_SM3, Feature.FEAT_SM4, Feature.FEAT_RAS,
        Feature.FEAT_FCMA, Feature.FEAT_FHM);

    /// <summary>Words that are UNALLOCATED, though Capstone has text for them: a system move with op0 0 or 1.</summary>
    public static bool IsOutsideTheTable(uint word) => word >> 22 == 0b1101010100 && (word >> 20 & 1) == 0;

    /// <summary>Words that Capstone does not know.</summary>
    public static bool IsUnknown(Instruction ours) =>
        Beyond[(int)ours.Feature]
        || (ours.Op == A64Op.INS_element && (ours.Word >> 11 & 15 & (1u << ours.GetOperand(0).Simd.ElementSizeLog2) - 1) != 0) // bits of imm4 that are ignored
        || (ours.Op == A64Op.DUP_general && (ours.Word >> 16 & 31 & (ours.Word >> 16) - 1) != 0) // bits of imm5 that are ignored
        || ours.Op == A64Op.UDF // an instruction only in name; Capstone has data there
        || (ours.Op == A64Op.MSR_imm && IsLaterPstateField(ours))
        || IsUnpredictable(ours);

    /// <summary>Whether a difference of the texts is one of those that have a reason.</summary>
    /// <param name="ours">The instruction.</param>
    /// <param name="text">Our text.</param>
    /// <param name="theirs">Capstone's.</param>
    public static bool IsKnown(Instruction ours, string text, string theirs) => ours.Op switch
    {
        // Capstone 4.0 predates SB and others, and shows the words as an MSR to a System register; later hints have only a number.
        A64Op.SB or A64Op.DSB_nXS or A64Op.XAFLAG or A64Op.AXFLAG or A64Op.WFET or A64Op.WFIT => theirs.StartsWith("msr s3_", StringComparison.Ordinal),

        >= A64Op.DGH and <= A64Op.BTI => theirs == $"hint #0x{ours.Word >> 5 & 127:x}",

        A64Op.MRS or A64Op.MSR_reg => CapstoneSystemNames.Agrees(ours, text, theirs),
        A64Op.SYS => CapstoneSystemNames.AgreesOnOperation(ours, text, theirs),

        // The manual gives CSET, CINC and their kin only for conditions other than AL and NV; Capstone inverts those, too.
        A64Op.CSINC or A64Op.CSINV or A64Op.CSNEG => ours.Condition >= Condition.AL && theirs.EndsWith("nv", StringComparison.Ordinal),

        // Capstone pads the mask with zeros, to no fixed length.
        A64Op.MOVI_scalar or A64Op.MOVI_doubleword => LeadingZeros().Replace(theirs, "#$1") == LeadingZeros().Replace(text, "#$1"),

        // Capstone writes negative post-indexes as unsigned 64-bit numbers.
        _ => ours.Imm < 0 && ours.Op.ToString() is var name && name.Contains("_imm_", StringComparison.Ordinal)
            && name.EndsWith("_post", StringComparison.Ordinal)
            && theirs == text.Replace($"#-{Number(-ours.Imm)}", $"#0x{ours.Imm:x}", StringComparison.Ordinal),
    };

    // UAO, PAN, SSBS and DIT are later than Armv8.0.
    private static bool IsLaterPstateField(Instruction ours) => (ours.Op1 << 3 | ours.Op2) is 0b000_011 or 0b000_100 or 0b011_001 or 0b011_010;

    // CONSTRAINED UNPREDICTABLE register choices, which the architecture allows to execute and Capstone refuses: writeback to a register that
    // is transferred, loads of one register twice, a status register that is also the address or the data. Capstone refuses LDTR and STTR with
    // Rt equal to Rn as well, though the manual has nothing against them.
    private static bool IsUnpredictable(Instruction ours)
    {
        if (ours.OperandCount == 0 || ours.GetOperand(ours.OperandCount - 1) is not { Kind: OperandKind.Memory } memory)
            return false;
        bool pair = ours.Encoding.FieldMask('u') != 0;
        bool writeback = memory.AddressingMode is AddressingMode.PreIndex or AddressingMode.PostIndex;
        bool exclusiveStore = ours.Encoding.FieldMask('s') != 0 && ours.Encoding.Mnemonic.StartsWith("st", StringComparison.Ordinal);
        return (writeback && (ours.Rt == ours.Rn || (pair && ours.Rt2 == ours.Rn)))
            || (pair && ours.Rt == ours.Rt2)
            || (exclusiveStore && (ours.Rs == ours.Rt || ours.Rs == ours.Rn || (pair && ours.Rs == ours.Rt2)))
            || (ours.Rt == ours.Rn && Unprivileged().IsMatch(ours.Encoding.Mnemonic));
    }

    private static string Number(long value) => value > 9 ? $"0x{value:x}" : $"{value}";

    private static bool[] Flags(params Feature[] features)
    {
        bool[] flags = new bool[Enum.GetValues<Feature>().Max(feature => (int)feature) + 1];
        foreach (Feature feature in features)
            flags[(int)feature] = true;
        return flags;
    }

    [GeneratedRegex("#(?:0x)?0*([0-9a-f]+)")]
    private static partial Regex LeadingZeros();

    [GeneratedRegex("^(ld|st)tr(b|h|sb|sh|sw)?$")]
    private static partial Regex Unprivileged();
}
