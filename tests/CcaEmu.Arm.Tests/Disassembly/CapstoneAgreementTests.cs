using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Tests.A64;
using Gee.External.Capstone;
using Gee.External.Capstone.Arm64;

namespace CcaEmu.Arm.Tests.Disassembly;

/// <summary>Decoder and formatter against Capstone 4.0 on seeded random words: full text, both ways.</summary>
public sealed partial class CapstoneAgreementTests
{
    private const ulong Pc = 0x8000_1000;
    private const int ChunkWords = 4096;

    /// <summary>Features later than the Armv8.0 (with CRC32) that Capstone 4.0 decodes by default. It takes their words for undefined.</summary>
    private static readonly Feature[] BeyondCapstone =
    [
        Feature.FEAT_RDM, Feature.FEAT_DotProd, Feature.FEAT_I8MM, Feature.FEAT_FP16, Feature.FEAT_JSCVT, Feature.FEAT_FRINTTS, Feature.FEAT_BF16,
        Feature.FEAT_LSE, Feature.FEAT_LRCPC, Feature.FEAT_LOR, Feature.FEAT_FlagM, Feature.FEAT_FlagM2, Feature.FEAT_CSSC, Feature.FEAT_HBC,
        Feature.FEAT_LRCPC2, Feature.FEAT_LRCPC3, Feature.FEAT_MOPS, Feature.FEAT_PAuth, Feature.FEAT_WFxT, Feature.FEAT_XS,
        Feature.FEAT_SHA512, Feature.FEAT_SHA3, Feature.FEAT_SM3, Feature.FEAT_SM4, Feature.FEAT_RAS,
        Feature.FEAT_FCMA, Feature.FEAT_FHM,
    ];

    private static readonly Formatter Formatter = new();

    [Test]
    public void Words_of_every_line_have_the_text_that_Capstone_gives_them()
    {
        Random random = new(1);
        IEnumerable<uint> words = A64Table.Lines.SelectMany(line => Enumerable.Range(0, 1000).Select(_ => RandomWords.OfPattern(line, random)));
        Assert.That(Compare(words), Is.GreaterThan(100_000), "words that both know");
    }

    [Test]
    public void Random_words_have_the_text_that_Capstone_gives_them()
    {
        Random random = new(2);
        IEnumerable<uint> words = Enumerable.Range(0, 1_000_000).Select(_ => RandomWords.Any(random));
        Assert.That(Compare(words), Is.GreaterThan(200_000), "words that both know");
    }

    /// <summary>
    /// An eighth of all values of bits 31:10, that is of everything but Rd and Rn, each with some bits 9:0; CCAEMU_SWEEP_SEED=all is all of them.
    /// </summary>
    [Test]
    public void Words_with_every_value_of_the_upper_bits_have_the_text_that_Capstone_gives_them()
    {
        bool all = Environment.GetEnvironmentVariable("CCAEMU_SWEEP_SEED") == "all";
        int step = all ? 1 : 8, first = all ? 0 : DecoderSweepTests.Slice % step;
        IEnumerable<uint> words = Enumerable.Range(0, (1 << 22) / step).Select(n => (uint)(n * step + first))
            .Select(upper => upper << 10 | (upper * 0x9E37_79B1 ^ (uint)DecoderSweepTests.Slice * 0x85EB_CA6B) >> 22);
        Assert.That(Compare(words), Is.GreaterThan(1_000_000 / step), "words that both know");
    }

    /// <summary>Fails at the first disagreement that has no reason; gives the number of words that both decode.</summary>
    private static int Compare(IEnumerable<uint> words)
    {
        using CapstoneArm64Disassembler capstone = CapstoneDisassembler.CreateArm64Disassembler(Arm64DisassembleMode.Arm);
        capstone.EnableSkipDataMode = true;
        int common = 0;
        foreach (uint[] chunk in words.Chunk(ChunkWords))
        {
            Arm64Instruction[] decoded = capstone.Disassemble(MemoryMarshal.AsBytes<uint>(chunk).ToArray(), unchecked((long)Pc));
            Assert.That(decoded, Has.Length.EqualTo(chunk.Length), "one instruction a word");
            for (int i = 0; i < chunk.Length; i++)
            {
                string? theirs = decoded[i].IsSkippedData ? null : (decoded[i].Mnemonic + " " + decoded[i].Operand).TrimEnd();
                common += Check(Decoder.Decode(chunk[i]), theirs, Pc + 4 * (ulong)i) ? 1 : 0;
            }
        }

        return common;
    }

    private static bool Check(Instruction ours, string? theirs, ulong pc)
    {
        if (!ours.IsDefined)
        {
            Assert.That(theirs is null || IsOutsideTheTable(ours.Word), $"0x{ours.Word:x8}: Capstone has '{theirs}', the table has no line");
            return false;
        }

        if (theirs is null)
        {
            Assert.That(IsUnknownToCapstone(ours), $"{ours} '{Formatter.Format(ours, pc)}': Capstone takes it for undefined");
            return false;
        }

        string text = Formatter.Format(ours, pc);
        if (text != theirs && !IsKnownDifference(ours, text, theirs))
            Assert.Fail($"{ours}: ours '{text}', Capstone's '{theirs}'");
        return true;
    }

    /// <summary>Words that are UNALLOCATED, though Capstone has text for them: a system move with op0 0 or 1.</summary>
    private static bool IsOutsideTheTable(uint word) => word >> 22 == 0b1101010100 && (word >> 20 & 1) == 0;

    private static bool IsUnknownToCapstone(Instruction ours) =>
        BeyondCapstone.Contains(ours.Feature)
        || (ours.Op == A64Op.INS_element && (ours.Word >> 11 & 15 & (1u << ours.GetOperand(0).Simd.ElementSizeLog2) - 1) != 0) // bits of imm4 that are ignored
        || (ours.Op == A64Op.DUP_general && (ours.Word >> 16 & 31 & (ours.Word >> 16) - 1) != 0) // bits of imm5 that are ignored
        || ours.Op == A64Op.UDF // an instruction only in name; Capstone has data there
        || (ours.Op == A64Op.MSR_imm && IsLaterPstateField(ours))
        || IsUnpredictable(ours);

    /// <summary>UAO, PAN, SSBS and DIT are later than Armv8.0.</summary>
    private static bool IsLaterPstateField(Instruction ours) => (ours.Op1 << 3 | ours.Op2) is 0b000_011 or 0b000_100 or 0b011_001 or 0b011_010;

    /// <summary>
    /// CONSTRAINED UNPREDICTABLE register choices, which the architecture allows to execute and Capstone refuses: writeback to a register that
    /// is transferred, loads of one register twice, a status register that is also the address or the data.
    /// </summary>
    private static bool IsUnpredictable(Instruction ours)
    {
        Operand memory = Enumerable.Range(0, ours.OperandCount).Select(ours.GetOperand).LastOrDefault();
        if (memory.Kind != OperandKind.Memory)
            return false;
        bool pair = ours.Encoding.FieldMask('u') != 0;
        bool writeback = memory.AddressingMode is AddressingMode.PreIndex or AddressingMode.PostIndex;
        bool exclusiveStore = ours.Encoding.Mnemonic.StartsWith("st", StringComparison.Ordinal) && ours.Encoding.FieldMask('s') != 0;
        return (writeback && (ours.Rt == ours.Rn || (pair && ours.Rt2 == ours.Rn)))
            || (pair && ours.Rt == ours.Rt2)
            || (exclusiveStore && (ours.Rs == ours.Rt || ours.Rs == ours.Rn || (pair && ours.Rs == ours.Rt2)))
            || IsUnprivilegedToItsBase(ours);
    }

    /// <summary>Capstone refuses LDTR and STTR with Rt equal to Rn, though the manual has nothing against them.</summary>
    private static bool IsUnprivilegedToItsBase(Instruction ours) =>
        UnprivilegedMnemonic().IsMatch(ours.Encoding.Mnemonic) && ours.Rt == ours.Rn;

    private static bool IsKnownDifference(Instruction ours, string text, string theirs) => ours.Op switch
    {
        // Capstone 4.0 predates SB and others, and shows the words as an MSR to a System register; later hints have only a number.
        A64Op.SB or A64Op.DSB_nXS or A64Op.XAFLAG or A64Op.AXFLAG or A64Op.WFET or A64Op.WFIT => theirs.StartsWith("msr s3_", StringComparison.Ordinal),

        >= A64Op.DGH and <= A64Op.BTI => theirs == $"hint #0x{ours.Word >> 5 & 127:x}",

        // Names: Capstone's own against none; and Capstone writes the op0 of a nameless System register as 3 also where it is 2.
        A64Op.MRS or A64Op.MSR_reg => text.Split(' ')[0] == theirs.Split(' ')[0],
        A64Op.SYS => theirs.Split(' ')[0] is "dc" or "ic" or "at" or "tlbi",

        // The manual gives CSET, CINC and their kin only for conditions other than AL and NV; Capstone inverts those, too.
        A64Op.CSINC or A64Op.CSINV or A64Op.CSNEG => ours.Condition >= Condition.AL && theirs.EndsWith("nv", StringComparison.Ordinal),

        // Capstone pads the mask with zeros, to no fixed length.
        A64Op.MOVI_scalar or A64Op.MOVI_doubleword => LeadingZeros().Replace(theirs, "#$1") == LeadingZeros().Replace(text, "#$1"),

        // Capstone writes negative post-indexes as unsigned 64-bit numbers.
        _ => ours.Op.ToString() is var name && name.Contains("_imm_", StringComparison.Ordinal)
            && name.EndsWith("_post", StringComparison.Ordinal) && ours.Imm < 0
            && theirs == text.Replace($"#-{Number(-ours.Imm)}", $"#0x{ours.Imm:x}", StringComparison.Ordinal),
    };

    private static string Number(long value) => value > 9 ? $"0x{value:x}" : $"{value}";

    [GeneratedRegex("#(?:0x)?0*([0-9a-f]+)")]
    private static partial Regex LeadingZeros();

    [GeneratedRegex("^(ld|st)tr(b|h|sb|sh|sw)?$")]
    private static partial Regex UnprivilegedMnemonic();
}
