using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.PointerAuthentication;

/// <summary>Codes in pointers: where they go, what takes them out again, what a wrong one does, and who may use them.</summary>
internal sealed class PointerAuthenticationTests
{
    private const ulong EnableAll = SCTLR_ELx.EnIA | SCTLR_ELx.EnIB | SCTLR_ELx.EnDA | SCTLR_ELx.EnDB;
    private const ulong Lower = 0x0000_0012_3456_7890, Upper = 0xFFFF_FF92_3456_7890;

    private static readonly (A64Op Sign, A64Op Authenticate, SystemRegister Key, ulong Enable, uint Error)[] Keys =
    [
        (A64Op.PACIA, A64Op.AUTIA, SystemRegister.APIAKeyLo_EL1, SCTLR_ELx.EnIA, 0),
        (A64Op.PACIB, A64Op.AUTIB, SystemRegister.APIBKeyLo_EL1, SCTLR_ELx.EnIB, 1),
        (A64Op.PACDA, A64Op.AUTDA, SystemRegister.APDAKeyLo_EL1, SCTLR_ELx.EnDA, 2),
        (A64Op.PACDB, A64Op.AUTDB, SystemRegister.APDBKeyLo_EL1, SCTLR_ELx.EnDB, 3),
    ];

    private static PeFeatures Kind(string changes) => PeFeatures.Default.With(changes);

    private static IEnumerable<PeFeatures> Kinds() =>
    [
        PeFeatures.Default,
        Kind("-FEAT_FPACCOMBINE"),
        Kind("-FEAT_FPACCOMBINE,-FEAT_FPAC"),
        Kind("-FEAT_FPACCOMBINE,-FEAT_FPAC,-FEAT_PAuth2"),
        Kind("-FEAT_FPACCOMBINE,-FEAT_FPAC,-FEAT_PAuth2,+FEAT_EPAC"),
        Kind("-FEAT_PACQARMA5,+FEAT_PACQARMA3"),
        Kind("-FEAT_PACQARMA5,+FEAT_PACIMP"),
    ];

    [Test]
    public void PACGA_is_the_upper_half_of_the_cipher()
    {
        using TestPe machine = At(ExceptionLevel.EL1, PeFeatures.Default);
        machine.Pe[SystemRegister.APGAKeyLo_EL1] = 0xEC28_02D4_E0A4_88E9;
        machine.Pe[SystemRegister.APGAKeyHi_EL1] = 0x84BE_85CE_9804_E94B;
        ulong code = machine.Compute(A64.Word(A64Op.PACGA, ('d', 0), ('n', 1), ('m', 2)), 0xFB62_3599_DA6E_8127, 0x477D_469D_EC0B_8762).Result;
        Assert.That(code, Is.EqualTo(0xC003_B939_0000_0000));
    }

    [TestCaseSource(nameof(Kinds))]
    public void A_signed_pointer_authenticates_to_itself_and_strips_to_itself(PeFeatures features)
    {
        var random = new Random(4);
        foreach (ulong tbi in new[] { 0UL, TCR_EL1.TBI0 | TCR_EL1.TBI1, TCR_EL1.TBI0 | TCR_EL1.TBID0 | TCR_EL1.TBI1 | TCR_EL1.TBID1 })
        {
            using TestPe machine = At(ExceptionLevel.EL1, features);
            machine.Pe[SystemRegister.TCR_EL1] |= tbi;
            for (int n = 0; n < 60; n++)
            {
                var (sign, authenticate, _, _, error) = Keys[n % 4];
                bool data = error >= 2;
                bool tagged = tbi != 0 && (data || (tbi & TCR_EL1.TBID0) == 0);
                ulong pointer = (n % 3 == 0 ? Upper : Lower) ^ (ulong)random.Next() << 3;
                if (tagged)
                    pointer = pointer << 8 >> 8 | (ulong)random.Next(256) << 56;
                ulong modifier = (ulong)random.NextInt64();
                ulong signed = machine.Compute(Word(sign), modifier, x0: pointer).Result;
                Assert.That((signed ^ pointer) & ~CodeBits(tagged), Is.Zero, "bits that are no code, and bit 55, stay");
                Assert.That(machine.Compute(Word(authenticate), modifier, x0: signed).Result, Is.EqualTo(pointer));
                Assert.That(machine.Compute(A64.Word(data ? A64Op.XPACD : A64Op.XPACI), x0: signed).Result, Is.EqualTo(pointer));
            }
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public void A_code_is_the_cipher_of_the_pointer_in_the_field_below_bit_55_and_above(PeFeatures features)
    {
        using TestPe machine = At(ExceptionLevel.EL1, features);
        ulong modifier = 0x1111_2222_3333_4444;
        ulong signed = machine.Compute(Word(A64Op.PACIA), modifier, x0: Upper).Result;
        ulong lo = machine.Pe[SystemRegister.APIAKeyLo_EL1], hi = machine.Pe[SystemRegister.APIAKeyHi_EL1];
        ulong code = machine.Pe.PointerAuthentication.Compute(Upper, modifier, hi, lo) & CodeBits(false);
        bool folded = features.Has(Feature.FEAT_PAuth2);
        Assert.That(signed, Is.EqualTo(folded ? Upper ^ code : Upper & ~CodeBits(false) | code));
    }

    [Test]
    public void A_wrong_code_faults_with_the_key_in_the_syndrome([Range(0, 3)] int n)
    {
        using TestPe machine = At(ExceptionLevel.EL1, PeFeatures.Default);
        var (sign, authenticate, _, _, error) = Keys[n];
        ulong signed = machine.Compute(Word(sign), 7, x0: Lower).Result;
        machine.Pe.X(0) = signed;
        machine.Pe.X(1) = 8;
        machine.Run(Word(authenticate));
        Assert.That((machine.Esr.EC, machine.Esr.ISS), Is.EqualTo((ExceptionClass.PointerAuthenticationFailure, error)));
        Assert.That((machine.Last.Target, machine.Last.ReturnAddress), Is.EqualTo((ExceptionLevel.EL1, TestPe.Code)));
        Assert.That(machine.Pe.X(0), Is.EqualTo(signed), "the register keeps its value");
    }

    [Test]
    public void Without_FPAC_a_wrong_code_makes_a_pointer_outside_both_ranges([Range(0, 3)] int n, [Values] bool folded)
    {
        using TestPe machine = At(ExceptionLevel.EL1, Kind(folded ? "-FEAT_FPACCOMBINE,-FEAT_FPAC" : "-FEAT_FPACCOMBINE,-FEAT_FPAC,-FEAT_PAuth2"));
        var (sign, authenticate, _, _, error) = Keys[n];
        ulong signed = machine.Compute(Word(sign), 7, x0: Lower).Result;
        ulong result = machine.Compute(Word(authenticate), 8, x0: signed).Result;
        Assert.That(result >> 39, Is.Not.Zero);
        if (!folded)
            Assert.That(result, Is.EqualTo(Lower | ((error & 1) == 0 ? 1UL : 2) << 61), "the error code is in bits 62:61");
    }

    [Test]
    public void A_pointer_that_is_no_address_gets_a_code_that_is_wrong([Values("", ",+FEAT_EPAC")] string enhanced)
    {
        using TestPe machine = At(ExceptionLevel.EL1, Kind("-FEAT_FPACCOMBINE,-FEAT_FPAC,-FEAT_PAuth2" + enhanced));
        ulong bad = Lower | 1UL << 50;
        ulong signed = machine.Compute(Word(A64Op.PACIA), 7, x0: bad).Result;
        if (enhanced.Length != 0)
            Assert.That(signed, Is.EqualTo(Lower), "FEAT_EPAC: the code is zero");
        Assert.That(machine.Compute(Word(A64Op.AUTIA), 7, x0: signed).Result, Is.EqualTo(Lower | 1UL << 61));
    }

    [Test]
    public void A_key_that_is_not_enabled_leaves_pointers_alone([Range(0, 3)] int n)
    {
        using TestPe machine = At(ExceptionLevel.EL1, PeFeatures.Default);
        var (sign, authenticate, _, enable, _) = Keys[n];
        machine.Pe[SystemRegister.SCTLR_EL1] &= ~enable;
        machine.Pe[SystemRegister.HCR_EL2] &= ~HCR_EL2.API;
        Assert.That(machine.Compute(Word(sign), 7, x0: Lower).Result, Is.EqualTo(Lower), "and does not trap");
        Assert.That(machine.Compute(Word(authenticate), 7, x0: ~Lower).Result, Is.EqualTo(~Lower));
    }

    [Test]
    public void Use_is_trapped_by_API([Range(0, 4)] int n, [Values] bool toEl3)
    {
        using TestPe machine = At(ExceptionLevel.EL1, PeFeatures.Default);
        machine.Pe[toEl3 ? SystemRegister.SCR_EL3 : SystemRegister.HCR_EL2] &= toEl3 ? ~SCR_EL3.API : ~HCR_EL2.API;
        machine.Run(n == 4 ? A64.Word(A64Op.PACGA) : Word(Keys[n].Authenticate));
        Assert.That((machine.Esr.EC, machine.Esr.ISS), Is.EqualTo((ExceptionClass.TrappedPointerAuthentication, 0u)));
        Assert.That(machine.Last.Target, Is.EqualTo(toEl3 ? ExceptionLevel.EL3 : ExceptionLevel.EL2));
    }

    [Test]
    public void Key_registers_are_trapped_by_APK([Values] bool toEl3)
    {
        using TestPe machine = At(ExceptionLevel.EL1, PeFeatures.Default);
        machine.Pe[toEl3 ? SystemRegister.SCR_EL3 : SystemRegister.HCR_EL2] &= toEl3 ? ~SCR_EL3.APK : ~HCR_EL2.APK;
        machine.Run(A64.Mrs(0, SystemRegister.APDBKeyHi_EL1));
        Assert.That((machine.Esr.EC, machine.Last.Target),
            Is.EqualTo((ExceptionClass.TrappedSystem, toEl3 ? ExceptionLevel.EL3 : ExceptionLevel.EL2)));
    }

    [TestCase(A64Op.PACIASP, A64Op.AUTIASP, A64Op.PACIA)]
    [TestCase(A64Op.PACIBSP, A64Op.AUTIBSP, A64Op.PACIB)]
    [TestCase(A64Op.PACIAZ, A64Op.AUTIAZ, A64Op.PACIA)]
    [TestCase(A64Op.PACIBZ, A64Op.AUTIBZ, A64Op.PACIB)]
    [TestCase(A64Op.PACIA1716, A64Op.AUTIA1716, A64Op.PACIA)]
    [TestCase(A64Op.PACIB1716, A64Op.AUTIB1716, A64Op.PACIB)]
    public void Hint_forms_work_on_X30_or_X17(A64Op sign, A64Op authenticate, A64Op plain)
    {
        using TestPe machine = At(ExceptionLevel.EL1, PeFeatures.Default);
        machine.Pe.SetStackPointer(ExceptionLevel.EL1, 0x7FFF_0000);
        bool scratch = sign is A64Op.PACIA1716 or A64Op.PACIB1716;
        bool stack = sign is A64Op.PACIASP or A64Op.PACIBSP;
        ulong modifier = scratch ? 0x99 : stack ? 0x7FFF_0000UL : 0;
        ulong expected = machine.Compute(Word(plain), modifier, x0: Lower).Result;
        machine.Pe.X(scratch ? 17 : 30) = Lower;
        machine.Pe.X(16) = 0x99;
        machine.Run(A64.Word(sign));
        Assert.That(machine.Pe.X(scratch ? 17 : 30), Is.EqualTo(expected));
        machine.Run(A64.Word(authenticate));
        Assert.That(machine.Pe.X(scratch ? 17 : 30), Is.EqualTo(Lower));
        machine.Pe.X(30) = expected;
        machine.Run(A64.Word(A64Op.XPACLRI));
        Assert.That(machine.Pe.X(30), Is.EqualTo(Lower));
    }

    [Test]
    public void Without_the_feature_hints_are_NOPs_and_the_rest_is_UNDEFINED()
    {
        using var machine = new TestPe(new PeFeatures([]));
        machine.Pe.X(30) = ulong.MaxValue >> 1;
        machine.Run(A64.Word(A64Op.PACIASP), A64.Word(A64Op.XPACLRI), A64.Word(A64Op.AUTIBZ));
        Assert.That((machine.Exceptions.Count, machine.Pe.X(30)), Is.EqualTo((0, ulong.MaxValue >> 1)));
        foreach (A64Op op in new[] { A64Op.PACIA, A64Op.XPACD, A64Op.PACGA, A64Op.RETAA, A64Op.BRAAZ, A64Op.LDRAA_off, A64Op.ERETAB })
        {
            machine.At(ExceptionLevel.EL3).Run(A64.Word(op));
            Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown), op.ToString());
        }
    }

    [TestCase(A64Op.BRAA, A64Op.PACIA, 5u)]
    [TestCase(A64Op.BRAB, A64Op.PACIB, 5u)]
    [TestCase(A64Op.BLRAA, A64Op.PACIA, 5u)]
    [TestCase(A64Op.BLRAB, A64Op.PACIB, 5u)]
    [TestCase(A64Op.BRAAZ, A64Op.PACIZA, 0u)]
    [TestCase(A64Op.BRABZ, A64Op.PACIZB, 0u)]
    [TestCase(A64Op.BLRAAZ, A64Op.PACIZA, 0u)]
    [TestCase(A64Op.BLRABZ, A64Op.PACIZB, 0u)]
    public void Branches_go_to_the_authenticated_address_or_fault(A64Op branch, A64Op sign, uint modifier)
    {
        using TestPe machine = At(ExceptionLevel.EL1, PeFeatures.Default);
        ulong target = TestPe.Code + 0x40;
        machine.Pe.X(0) = target;
        machine.Pe.X(1) = modifier;
        machine.Run(modifier == 0 ? A64.Word(sign) : Word(sign));
        ulong signed = machine.Pe.X(0);
        uint word = A64.Word(branch, ('n', 0), ('d', 1));
        machine.Run(word);
        Assert.That((machine.Exceptions.Count, machine.Pe.PC), Is.EqualTo((0, target)));
        if (branch.ToString().StartsWith("BL", StringComparison.Ordinal))
            Assert.That(machine.Pe.X(30), Is.EqualTo(TestPe.Code + 4));
        machine.Pe.X(0) = signed ^ 1UL << 48;
        machine.Run(word);
        Assert.That((machine.Esr.EC, machine.Last.ReturnAddress), Is.EqualTo((ExceptionClass.PointerAuthenticationFailure, TestPe.Code)));
    }

    [Test]
    public void A_combined_failure_without_FPACCOMBINE_faults_where_the_address_is_used()
    {
        using TestPe machine = At(ExceptionLevel.EL1, Kind("-FEAT_FPACCOMBINE"));
        machine.Pe.X(30) = TestPe.Code | 1UL << 48;
        machine.Run(A64.Word(A64Op.RETAA));
        Assert.That(machine.Exceptions, Is.Empty, "the branch itself is done");
        machine.Pe.Run(1, exact: true);
        Assert.That(machine.Esr.IsInstructionAbort);
    }

    [Test]
    public void RETAA_and_ERETAA_use_SP_as_modifier()
    {
        using TestPe machine = At(ExceptionLevel.EL1, PeFeatures.Default);
        machine.Pe.SetStackPointer(ExceptionLevel.EL1, 0x5550);
        machine.Pe.X(30) = TestPe.Code + 0x80;
        machine.Run(A64.Word(A64Op.PACIBSP), A64.Word(A64Op.RETAB));
        Assert.That((machine.Exceptions.Count, machine.Pe.PC), Is.EqualTo((0, TestPe.Code + 0x80)));
        machine.Pe.X(30) = TestPe.Code + 0x20;
        machine.Run(A64.Word(A64Op.PACIASP));
        machine.Pe[SystemRegister.ELR_EL1] = machine.Pe.X(30);
        machine.Pe[SystemRegister.SPSR_EL1] = SpsrValue.Create(ExceptionLevel.EL0, false, 0).Value;
        machine.Run(A64.Word(A64Op.ERETAA));
        Assert.That((machine.Exceptions.Count, machine.Pe.PC, machine.Pe.CurrentLevel), Is.EqualTo((0, TestPe.Code + 0x20, ExceptionLevel.EL0)));
        Assert.That(machine.Pe[SystemRegister.ELR_EL1], Is.EqualTo(machine.Pe.X(30)), "ELR_EL1 keeps the code");
        machine.Run(A64.Word(A64Op.ERETAA));
        Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown), "UNDEFINED at EL0");
    }

    [TestCase(A64Op.LDRAA_off, A64Op.PACDZA, 0x1F8, 0ul)]
    [TestCase(A64Op.LDRAB_off, A64Op.PACDZB, -8, 0ul)]
    [TestCase(A64Op.LDRAA_pre, A64Op.PACDZA, -4096, 1ul)]
    [TestCase(A64Op.LDRAB_pre, A64Op.PACDZB, 4088, 1ul)]
    public void Loads_authenticate_their_base(A64Op load, A64Op sign, int offset, ulong writeBack)
    {
        using TestPe machine = At(ExceptionLevel.EL1, PeFeatures.Default);
        ulong address = TestPe.Data + 0x2000;
        machine.Put64(address + (ulong)(long)offset, 0xABCD_EF01_2345_6789);
        machine.Pe.X(0) = address;
        machine.Run(A64.Word(sign));
        ulong signed = machine.Pe.X(0);
        uint word = A64.Word(load, ('t', 2), ('n', 0), ('i', (uint)(offset >> 3)));
        machine.Run(word);
        Assert.That((machine.Exceptions.Count, machine.Pe.X(2)), Is.EqualTo((0, 0xABCD_EF01_2345_6789)));
        Assert.That(machine.Pe.X(0), Is.EqualTo(writeBack == 0 ? signed : address + (ulong)(long)offset));
        machine.Pe.X(0) = signed ^ 1UL << 47;
        machine.Run(word);
        Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.PointerAuthenticationFailure));
    }

    [TestCase(new[] { Feature.FEAT_PAuth, Feature.FEAT_PACQARMA5 }, 1u, 1u, 0u, 0u, 0u, 0u)]
    [TestCase(new[] { Feature.FEAT_PAuth, Feature.FEAT_EPAC, Feature.FEAT_PACIMP }, 0u, 0u, 2u, 1u, 0u, 0u)]
    [TestCase(new[] { Feature.FEAT_PAuth, Feature.FEAT_PAuth2, Feature.FEAT_FPAC, Feature.FEAT_FPACCOMBINE, Feature.FEAT_PACQARMA3 }, 0u, 0u, 0u, 0u, 5u, 1u)]
    public void Identification_tells_algorithm_and_kind(Feature[] features, uint apa, uint gpa, uint api, uint gpi, uint apa3, uint gpa3)
    {
        var pe = new PeFeatures(features);
        ulong isar1 = pe.IdentificationOf(SystemRegister.ID_AA64ISAR1_EL1), isar2 = pe.IdentificationOf(SystemRegister.ID_AA64ISAR2_EL1);
        Assert.That(((uint)(isar1 >> 4) & 15, (uint)(isar1 >> 24) & 15, (uint)(isar1 >> 8) & 15, (uint)(isar1 >> 28) & 15, (uint)(isar2 >> 12) & 15, (uint)(isar2 >> 8) & 15),
            Is.EqualTo((apa, gpa, api, gpi, apa3, gpa3)));
    }

    private static ulong CodeBits(bool tagged) => 0x007F_FF80_0000_0000 | (tagged ? 0 : 0xFF00_0000_0000_0000);

    private static uint Word(A64Op op) => A64.Word(op, ('d', 0), ('n', 1));

    private static TestPe At(ExceptionLevel level, PeFeatures features)
    {
        var machine = new TestPe(features);
        ProcessingElement pe = machine.Pe;
        for (SystemRegister key = SystemRegister.APIAKeyLo_EL1; key <= SystemRegister.APGAKeyHi_EL1; key++)
            pe[key] = 0x0123_4567_89AB_CDEF * ((ulong)key + 3);
        // 39-bit addresses in both halves; the MMU is off.
        pe[SystemRegister.TCR_EL1] = 25 | 25UL << 16 | 2UL << 30 | 5UL << 32;
        pe[SystemRegister.SCR_EL3] |= SCR_EL3.API | SCR_EL3.APK;
        pe[SystemRegister.HCR_EL2] |= HCR_EL2.API | HCR_EL2.APK;
        pe[SystemRegister.SCTLR_EL1] |= EnableAll;
        pe[SystemRegister.SCTLR_EL3] |= EnableAll;
        machine.At(level);
        return machine;
    }
}
