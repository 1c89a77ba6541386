using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu.Instructions;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>FEAT_LPA, FEAT_LVA and FEAT_LPA2, each on and off: 52-bit addresses in every place that has one.</summary>
/// <remarks>Stage 1 at EL3, whose output is the physical address; the bank is at 2^50, which only bits 51:48 reach.</remarks>
internal sealed class LargeAddressTests
{
    private const ulong HighBank = 1UL << 50, Leaf = 1UL << 10 | 1;
    private const string Lpa = "+FEAT_LPA", Lva = "+FEAT_LPA,+FEAT_LVA", Lpa2 = "+FEAT_LPA,+FEAT_LVA,+FEAT_LPA2";

    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [TestCase("", 5UL, 0UL, 1UL, 0UL, 0UL, 0UL)]
    [TestCase(Lpa, 6UL, 0UL, 1UL, 0UL, 0UL, 0UL)]
    [TestCase(Lva, 6UL, 0UL, 1UL, 0UL, 0UL, 1UL)]
    [TestCase(Lpa2, 6UL, 1UL, 2UL, 3UL, 3UL, 1UL)]
    public void ID_registers_promise_what_is_there(
        string features, ulong paRange, ulong tgran4, ulong tgran16, ulong tgran4Stage2, ulong tgran16Stage2, ulong vaRange)
    {
        Start(features);
        ulong mmfr0 = Pe[R.ID_AA64MMFR0_EL1], mmfr2 = Pe[R.ID_AA64MMFR2_EL1];
        Assert.That((mmfr0 & 15, mmfr0 >> 28 & 15, mmfr0 >> 20 & 15, mmfr0 >> 40 & 15, mmfr0 >> 32 & 15, mmfr2 >> 16 & 15),
            Is.EqualTo((paRange, tgran4, tgran16, tgran4Stage2, tgran16Stage2, vaRange)));
    }

    /// <summary>64 KiB: bits 51:48 of the output are bits 15:12 of the descriptor, and a block of 4 TiB exists.</summary>
    [TestCase(Lpa, true)]
    [TestCase("", false)]
    public void A_page_of_64_KiB_reaches_52_bits_with_LPA(string features, bool reaches)
    {
        Start(features);
        // 42-bit addresses: level 2, then level 3.
        ulong level2 = Table64K(0x40_0000), level3 = Table64K(0x41_0000);
        _machine.Put64(level2, level3 | 3);
        _machine.Put64(level3, Descriptor64K(HighBank) | Leaf | 2);
        Enable(22 | 1UL << 14 | 6UL << 16, level2);
        Expect(0x100, null, high: reaches);
        _machine.Put64(level2, Leaf | 4UL << 12); // a block of 512 MiB, at 2^50
        Expect(0x100, null, high: reaches);
    }

    [TestCase(Lpa, true)]
    [TestCase("", false)]
    public void A_block_of_4_TiB_exists_with_LPA(string features, bool exists)
    {
        Start(features);
        ulong level1 = Table64K(0x40_0000);
        _machine.Put64(level1, Leaf | 4UL << 12);
        Enable(16 | 1UL << 14 | 6UL << 16, level1);
        Expect(0x100, exists ? null : FaultStatusCode.TranslationLevel0 + 1);
    }

    [TestCase(Lva, 12UL, 1UL << 51 | 0x100, true, Description = "52-bit addresses")]
    [TestCase(Lpa, 12UL, 1UL << 51 | 0x100, false, Description = "T0SZ 12 counts as 16")]
    [TestCase(Lva, 11UL, 0x100UL, false, Description = "below the least T0SZ faults with LVA")]
    [TestCase(Lpa, 11UL, 0x100UL, true, Description = "and counts as 16 without")]
    public void T0SZ_goes_down_to_12_with_LVA_and_64_KiB(string features, ulong t0sz, ulong va, bool translates)
    {
        Start(features);
        ulong level1 = Table64K(0x40_0000);
        _machine.Put64(level1 + (va >> 42) * 8, Leaf | 4UL << 12);
        Enable(t0sz | 1UL << 14 | 6UL << 16, level1);
        Expect(va, translates ? null : FaultStatusCode.TranslationLevel0);
    }

    /// <summary>4 KiB with DS: five levels, bits 51:50 of the output in bits 9:8 of the descriptor.</summary>
    [Test]
    public void DS_gives_4_KiB_a_level_minus_1()
    {
        Start(Lpa2);
        ulong root = 0x40_0000;
        ulong[] tables = [0x40_1000, 0x40_2000, 0x40_3000, 0x40_4000];
        const ulong Va = 0x000A_1234_5678_9100;
        _machine.Put64(root + (Va >> 48) * 8, tables[0] | 3);
        for (int level = 0; level < 3; level++)
            _machine.Put64(tables[level] + (Va >> (39 - 9 * level) & 511) * 8, tables[level + 1] | 3);
        _machine.Put64(tables[3] + (Va >> 12 & 511) * 8, 1UL << 8 | Leaf | 2); // 2^50
        Enable(12 | 6UL << 16 | TCR_ELx.DS, root);
        Expect(Va, null);
        _machine.Put64(tables[0] + (Va >> 39 & 511) * 8, 1UL << 8 | Leaf); // a block of 512 GiB, with DS alone
        _machine.Memory.AddRam(HighBank + (Va & 0x7F_FFFF_0000), 0x1_0000);
        Expect(Va, null);
        _machine.Put64(root + (Va >> 48) * 8, 0);
        Expect(Va, FaultStatusCode.TranslationLevelMinus1);
        _machine.Put64(root + (Va >> 48) * 8, 1UL << 49 | 3);
        Expect(Va, FaultStatusCode.ExternalAbortOnWalkLevel0);
        Pe[R.TTBR0_EL3] = 1UL << 2; // BADDR[48]
        Expect(Va, FaultStatusCode.ExternalAbortOnWalkLevel0 - 1);
    }

    [Test]
    public void Without_LPA2_DS_is_RES0()
    {
        Start(Lva);
        Pe[R.TCR_EL3] = ulong.MaxValue;
        Pe[R.TCR_EL1] = ulong.MaxValue;
        Pe[R.VTCR_EL2] = ulong.MaxValue;
        Assert.That((Pe[R.TCR_EL3] & TCR_ELx.DS, Pe[R.TCR_EL1] & TCR_EL1.DS, Pe[R.VTCR_EL2] & (VTCR_EL2.DS | VTCR_EL2.SL2)), Is.EqualTo((0UL, 0UL, 0UL)));
    }

    [Test]
    public void With_DS_shareability_comes_from_TCR()
    {
        Start(Lpa2);
        _machine.Put64(0x40_0000, 1UL << 8 | Leaf); // 16 KiB, level 1: a block of 64 GiB
        Pe[R.MAIR_EL3] = 0xFF;
        foreach (ulong sh in (ReadOnlySpan<ulong>)[0, 2, 3])
        {
            Enable(17 | 2UL << 14 | 6UL << 16 | TCR_ELx.DS | sh << 12, 0x40_0000);
            Pe[R.SCTLR_EL3] = SCTLR_ELx.M | SCTLR_ELx.C;
            Assert.That(AddressTranslation.TryTell(Pe, SystemInstructionTable.All.Single(i => i.Name == "AT S1E3R"), 0x100, out ulong par, out _));
            Assert.That((par & 1, par >> 7 & 3, PAR_EL1.PA.Get(par) << 12), Is.EqualTo((0UL, sh, HighBank)));
        }
    }

    [TestCase(Lpa, true)]
    [TestCase("", false)]
    public void The_flat_map_is_as_wide_as_physical_addresses(string features, bool reaches)
    {
        Start(features);
        Expect(HighBank + 0x100, reaches ? null : FaultStatusCode.AddressSizeLevel0);
        Expect(1UL << 52, FaultStatusCode.AddressSizeLevel0);
    }

    [TestCase(Lpa, false)]
    [TestCase("", true)]
    public void PPS_of_52_bits_is_a_configuration_error_without_LPA(string features, bool fails)
    {
        Start(features, level0GptBits: 39);
        const ulong Gpt = 0x40_0000;
        _machine.Put64(Gpt, (ulong)Gpi.Any << 4 | 1);
        _machine.Put64(Gpt + (HighBank >> 39) * 8, (ulong)Gpi.Root << 4 | 1);
        Pe[R.GPTBR_EL3] = Gpt >> 12;
        Pe[R.GPCCR_EL3] = 1UL << 16 | 6 | 2UL << 12;
        Assert.That(Pe.Physical.Check(new PhysicalAddress(HighBank, Pas.Root)).Kind, Is.EqualTo(fails ? GpcFaultKind.Walk : GpcFaultKind.None));
        Assert.That(Pe.Physical.Check(new PhysicalAddress(HighBank, Pas.Realm)).Kind, Is.EqualTo(fails ? GpcFaultKind.Walk : GpcFaultKind.Protection));
        Assert.That(GPCCR_EL3.L0GPTSZ.Get(Pe[R.GPCCR_EL3]), Is.EqualTo(9), "read-only");
    }

    /// <summary>MFAR_EL3 and FAR_EL3 of a fault above 48 bits.</summary>
    [Test]
    public void MFAR_has_all_52_bits()
    {
        Start(Lpa, level0GptBits: 39);
        const ulong Gpt = 0x40_0000;
        _machine.Put64(Gpt, (ulong)Gpi.Any << 4 | 1);
        Pe[R.GPTBR_EL3] = Gpt >> 12;
        Pe[R.GPCCR_EL3] = 1UL << 16 | 6 | 2UL << 12;
        Pe.X(1) = HighBank + 0x123000;
        _machine.Run(A64.Ldr(0, 1)); // the level 0 entry is 0: a GPT walk fault
        Assert.That((_machine.Esr.EC, Pe[R.MFAR_EL3] & ~(3UL << 62), _machine.Last.FaultAddress),
            Is.EqualTo((ExceptionClass.GranuleProtectionCheck, HighBank + 0x123000, HighBank + 0x123000)));
    }

    private void Start(string features, int level0GptBits = 30)
    {
        PeFeatures chosen = features.Length == 0 ? PeFeatures.Default : PeFeatures.Default.With(features);
        _machine = new TestPe(new PeFeatures(chosen.All, level0GptBits));
        _machine.Memory.AddRam(HighBank, 0x1_0000);
        _machine.At(ExceptionLevel.EL3);
        _enabled = false;
    }

    // Code is fetched with the MMU on: the test's table maps nothing but data, so translation is asked for directly.
    private void Enable(ulong tcr, ulong table)
    {
        Pe[R.TCR_EL3] = tcr;
        Pe[R.TTBR0_EL3] = table;
        Pe[R.SCTLR_EL3] = 0;
        _enabled = true;
    }

    private bool _enabled;

    private void Expect(ulong va, FaultStatusCode? expected, bool high = true)
    {
        Pe[R.SCTLR_EL3] = _enabled ? SCTLR_ELx.M : 0;
        bool ok = Pe.TryLocate(va, aligned: true, AccessKind.Read, out Cpu.Translation t, out FaultRecord fault);
        if (ok && !Pe.Physical.Read(t.Pa, 8, out _).Ok)
            fault.Kind = FaultKind.ExternalAbort;
        Pe[R.SCTLR_EL3] = 0;
        Assert.That(fault.IsFault ? fault.StatusCode : (FaultStatusCode?)null, Is.EqualTo(expected), $"{t.Pa} {fault}");
        if (expected is null)
            Assert.That(t.Pa.Value >> 48, Is.EqualTo(high ? 4 : 0), "the bank at 2^50");
    }

    private static ulong Table64K(ulong address) => address;

    private static ulong Descriptor64K(ulong address) => (address & 0xFFFF_FFFF_0000) | (address >> 48) << 12;
}
