using CcaEmu.Arm.A64;

namespace CcaEmu.Arm.Tests.Disassembly;

public sealed class FormatterTests
{
    private static readonly Formatter Plain = new();

    private static IEnumerable<TestCaseData> BinutilsVectors()
    {
        using Stream stream = typeof(FormatterTests).Assembly.GetManifestResourceStream("CcaEmu.Arm.Tests.A64.Vectors.BeyondCapstone.txt")!;
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            string[] parts = line.Split('\t');
            yield return new TestCaseData(Convert.ToUInt32(parts[0], 16), parts[1]).SetArgDisplayNames(parts[1]);
        }
    }

    [TestCaseSource(nameof(BinutilsVectors))]
    public void Text_is_that_of_binutils_where_Capstone_knows_nothing(uint word, string expected) =>
        Assert.That(Plain.Format(Decoder.Decode(word), 0), Is.EqualTo(expected));

    [TestCase(0x9140_4020u, "add x0, x1, #0x10, lsl #12")]
    [TestCase(0x9100_03FDu, "mov x29, sp")]
    [TestCase(0xAA01_03E0u, "mov x0, x1")]
    [TestCase(0xF100_041Fu, "cmp x0, #1")]
    [TestCase(0xEB01_001Fu, "cmp x0, x1")]
    [TestCase(0xCB01_03E0u, "neg x0, x1")]
    [TestCase(0xD374_CC20u, "lsl x0, x1, #0xc")]
    [TestCase(0xD344_2C20u, "ubfx x0, x1, #4, #8")]
    [TestCase(0x9340_7C20u, "sxtw x0, w1")]
    [TestCase(0x9A9F_17E0u, "cset x0, eq")]
    [TestCase(0x9B02_7C20u, "mul x0, x1, x2")]
    [TestCase(0xA9BF_7BFDu, "stp x29, x30, [sp, #-0x10]!")]
    [TestCase(0xA8C1_7BFDu, "ldp x29, x30, [sp], #0x10")]
    [TestCase(0xF862_7820u, "ldr x0, [x1, x2, lsl #3]")]
    [TestCase(0x3862_4820u, "ldrb w0, [x1, w2, uxtw]")]
    [TestCase(0x3862_5820u, "ldrb w0, [x1, w2, uxtw #0]")]
    [TestCase(0x9400_0001u, "bl #0x1004")]
    [TestCase(0x5400_0001u, "b.ne #0x1000")]
    [TestCase(0xB000_0000u, "adrp x0, #0x2000")]
    [TestCase(0xD65F_03C0u, "ret")]
    [TestCase(0xD65F_0020u, "ret x1")]
    [TestCase(0xD400_0002u, "hvc #0")]
    [TestCase(0xD400_0023u, "smc #0x1")]
    [TestCase(0xD503_3B9Fu, "dsb ish")]
    [TestCase(0xD503_3FDFu, "isb")]
    [TestCase(0xD503_42DFu, "msr daifset, #2")]
    [TestCase(0xD508_871Fu, "sys #0, c8, c7, #0")]
    [TestCase(0xF980_0020u, "prfm pldl1keep, [x1]")]
    [TestCase(0xF822_003Fu, "stadd x2, [x1]")]
    [TestCase(0xFFFF_FFFFu, ".inst 0xffffffff")]
    public void Text(uint word, string expected) => Assert.That(Plain.Format(Decoder.Decode(word), 0x1000), Is.EqualTo(expected));

    [Test]
    public void System_registers_have_their_generic_name_unless_a_name_is_given()
    {
        Formatter named = new(encoding => encoding switch
        {
            0b11_110_0001_0001_000 => "SCR_EL3",
            0b01_110_1000_0111_100 => "TLBI PAALL",
            0b01_000_1000_0111_001 => "TLBI VAE1",
            _ => null,
        });
        Assert.That(Plain.Format(Decoder.Decode(0xD53E_1100), 0), Is.EqualTo("mrs x0, s3_6_c1_c1_0"));
        Assert.That(named.Format(Decoder.Decode(0xD53E_1100), 0), Is.EqualTo("mrs x0, scr_el3"));
        Assert.That(named.Format(Decoder.Decode(0xD51E_1101), 0), Is.EqualTo("msr scr_el3, x1"));
        Assert.That(named.Format(Decoder.Decode(0xD538_1000), 0), Is.EqualTo("mrs x0, s3_0_c1_c0_0"));
        Assert.That(named.Format(Decoder.Decode(0xD50E_879F), 0), Is.EqualTo("tlbi paall"));
        Assert.That(named.Format(Decoder.Decode(0xD508_8723), 0), Is.EqualTo("tlbi vae1, x3"));
    }

    [Test]
    public void Every_line_has_text()
    {
        Random random = new(3);
        foreach (A64Encoding line in A64Table.Lines)
        {
            for (int i = 0; i < 200; i++)
            {
                Instruction instruction = Decoder.Decode(A64.RandomWords.OfPattern(line, random));
                string text = Plain.Format(instruction, 0x8000_0000);
                Assert.That(text, Does.Match(@"^\.?[a-z0-9]+(\.[a-z]{2})?( .+)?$"), instruction.ToString());
            }
        }
    }
}
