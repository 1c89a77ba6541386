using CcaEmu.Arm.A64;

namespace CcaEmu.Arm.Tests.Disassembly;

public sealed class DisassemblerTests
{
    [Test]
    public void Capstone_is_loaded_on_this_host()
    {
        using Disassembler disassembler = new();
        Assert.That(disassembler.UsesCapstone);
    }

    [TestCase(0x1E62_2820u, "fadd d0, d1, d2", TestName = "Floating_point_comes_from_Capstone")]
    [TestCase(0x4C40_7020u, "ld1 {v0.16b}, [x1]", TestName = "A_vector_load_comes_from_Capstone")]
    [TestCase(0xD538_1000u, "mrs x0, sctlr_el1", TestName = "Capstone_names_a_System_register")]
    [TestCase(0xD508_871Fu, "tlbi vmalle1", TestName = "Capstone_names_a_TLBI")]
    [TestCase(0x9140_4020u, "add x0, x1, #0x10, lsl #12", TestName = "Base_instructions_come_from_Capstone")]
    [TestCase(0xF8E2_0020u, "ldaddal x2, x0, [x1]", TestName = "Atomics_come_from_the_table")]
    [TestCase(0xD503_30FFu, "sb", TestName = "SB_comes_from_the_table")]
    [TestCase(0xF85F_8420u, "ldr x0, [x1], #-8", TestName = "A_negative_post_index_keeps_its_sign")]
    [TestCase(0x9A82_E420u, "csinc x0, x1, x2, al", TestName = "A_select_on_AL_is_no_alias")]
    [TestCase(0x9A81_E420u, "csinc x0, x1, x1, al", TestName = "An_increment_on_AL_is_no_alias")]
    [TestCase(0xD531_1DA0u, "mrs x0, s2_1_c1_c13_5", TestName = "Nameless_debug_registers_keep_op0_2")]
    [TestCase(0xD525_22C6u, ".inst 0xd52522c6", TestName = "A_system_read_with_op0_0_is_no_MRS")]
    [TestCase(0xFFFF_FFFFu, ".inst 0xffffffff", TestName = "A_word_that_nobody_knows")]
    public void Text(uint word, string expected)
    {
        using Disassembler disassembler = new();
        Assert.That(disassembler.Disassemble(word, 0), Is.EqualTo(expected));
    }

    [TestCase(0x97FF_FFFFu, "bl #0xffff800012345674")]
    [TestCase(0x58FF_FFE0u, "ldr x0, #0xffff800012345674")]
    [TestCase(0xF0FF_FFE0u, "adrp x0, #0xffff800012344000")]
    public void Targets_in_the_upper_half_are_addresses_with_and_without_Capstone(uint word, string expected)
    {
        using Disassembler capstone = new();
        using Disassembler table = new(useCapstone: false);
        Assert.That(capstone.Disassemble(word, 0xFFFF_8000_1234_5678), Is.EqualTo(expected));
        Assert.That(table.Disassemble(word, 0xFFFF_8000_1234_5678), Is.EqualTo(expected));
    }

    [Test]
    public void Without_Capstone_the_formatter_gives_all_text()
    {
        using Disassembler disassembler = new(useCapstone: false);
        Assert.That(disassembler.UsesCapstone, Is.False);
        Assert.That(disassembler.Disassemble(0x9140_4020, 0), Is.EqualTo("add x0, x1, #0x10, lsl #12"));
        Assert.That(disassembler.Disassemble(0x1E62_2820, 0), Is.EqualTo("fadd d0, d1, d2"));
    }

    [Test]
    public void A_native_library_that_cannot_be_loaded_leaves_the_formatter()
    {
        using Disassembler missing = new(null, () => throw new DllNotFoundException("libcapstone.so"));
        using Disassembler foreign = new(null, () => throw new TypeInitializationException("Native", new BadImageFormatException()));
        Assert.That(missing.UsesCapstone || foreign.UsesCapstone, Is.False);
        Assert.That(missing.Disassemble(0xD503_201F, 0), Is.EqualTo("nop"));
        Assert.That(foreign.Disassemble(0xD503_201F, 0), Is.EqualTo("nop"));
    }

    [Test]
    public void Names_given_by_the_caller_come_before_those_of_Capstone()
    {
        using Disassembler disassembler = new(encoding => encoding switch
        {
            0b11_000_0001_0000_000 => "SCTLR_EL12",
            0b01_110_1000_0111_100 => "TLBI PAALL",
            _ => null,
        });
        Assert.That(disassembler.Disassemble(0xD538_1000, 0), Is.EqualTo("mrs x0, sctlr_el12"));
        Assert.That(disassembler.Disassemble(0xD50E_879F, 0), Is.EqualTo("tlbi paall"));
        Assert.That(disassembler.Disassemble(0xD538_2000, 0), Is.EqualTo("mrs x0, ttbr0_el1"));
    }

    [Test]
    public void Random_words_always_have_text()
    {
        using Disassembler disassembler = new();
        Random random = new(17);
        for (int i = 0; i < 100_000; i++)
        {
            uint word = A64.RandomWords.Any(random);
            Assert.That(disassembler.Disassemble(word, 0x4000), Is.Not.Empty, $"0x{word:x8}");
        }
    }

    [Test]
    public void A_disposed_disassembler_may_be_disposed_again()
    {
        Disassembler disassembler = new();
        disassembler.Dispose();
        Assert.That(disassembler.Dispose, Throws.Nothing);
    }
}
