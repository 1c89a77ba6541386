using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>FEAT_MEC: with which MECID each regime reaches the Realm physical address space, and what that does to what is read.</summary>
/// <remarks>Arm ARM, D8.12 "Memory Encryption Contexts extension", rule by rule.</remarks>
internal sealed class EncryptionContextTests
{
    private const ushort P0 = 10, A0 = 11, P1 = 12, A1 = 13, VP = 14, VA = 15, RL = 16;
    private const ulong Amec = 1UL << 63, NS = 1UL << 5, NSE = 1UL << 11, Block = 1UL << 10 | 3UL << 8 | 1;
    private const ulong Upper = 0xFFFF_FF80_0000_0000;
    private const ulong LowerTable = 0x40_0000, UpperTable = 0x40_1000, Stage2Table = 0x40_2000, Pages = 0x40_3000;

    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp()
    {
        _machine = new TestPe(PeFeatures.Default.With("+FEAT_SCTLR2,+FEAT_TCR2,+FEAT_MEC"), PeFeatures.MecidBits);
        Pe[R.SCR_EL3] |= SCR_EL3.SCTLR2En | SCR_EL3.TCR2En | SCR_EL3.MECEn;
        Pe[R.SCTLR2_EL2] = SCTLR2_ELx.EMEC;
        (Pe[R.MECID_P0_EL2], Pe[R.MECID_A0_EL2], Pe[R.MECID_P1_EL2], Pe[R.MECID_A1_EL2]) = (P0, A0, P1, A1);
        (Pe[R.VMECID_P_EL2], Pe[R.VMECID_A_EL2], Pe[R.MECID_RL_A_EL3]) = (VP, VA, RL);
        foreach (R mair in new[] { R.MAIR_EL1, R.MAIR_EL2, R.MAIR_EL3 })
            Pe[mair] = 0xFF;
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void EL2_without_stage_1_uses_the_first_primary_MECID_and_with_EMEC_clear_none([Values] bool emec)
    {
        Pe[R.SCTLR2_EL2] = emec ? SCTLR2_ELx.EMEC : 0;
        _machine.At(ExceptionLevel.EL2, SecurityState.Realm);
        Assert.That(Of(0x20_0000), Is.EqualTo(((ushort)(emec ? P0 : 0), Pas.Realm)));
    }

    [Test]
    public void What_EL3_does_not_enable_does_not_count()
    {
        _machine.At(ExceptionLevel.EL2, SecurityState.Realm);
        Pe[R.SCR_EL3] &= ~SCR_EL3.SCTLR2En;
        Assert.That(Of(0x20_0000).Mecid, Is.Zero);
    }

    [Test]
    public void Other_states_than_Realm_have_MECID_0([Values(SecurityState.NonSecure, SecurityState.Secure)] SecurityState state)
    {
        Pe[R.SCR_EL3] |= SCR_EL3.EEL2;
        _machine.At(ExceptionLevel.EL2, state);
        Assert.That(Of(0x20_0000).Mecid, Is.Zero);
    }

    [TestCase(false, false, 0UL, 0UL, P0)]
    [TestCase(false, false, 0UL, Amec, -1)]
    [TestCase(false, false, TCR2_EL2.AMEC0, Amec, A0)]
    [TestCase(false, false, TCR2_EL2.AMEC0, 0UL, P0)]
    [TestCase(false, false, TCR2_EL2.AMEC1, Amec, -1, Description = "AMEC1 is RES0 without E2H")]
    [TestCase(true, false, 0UL, Amec, -1)]
    [TestCase(true, false, TCR2_EL2.AMEC0, Amec, A0)]
    [TestCase(true, false, TCR2_EL2.AMEC1, Amec, -1)]
    [TestCase(true, true, 0UL, 0UL, P1)]
    [TestCase(true, true, 0UL, Amec, -1)]
    [TestCase(true, true, TCR2_EL2.AMEC0, Amec, -1)]
    [TestCase(true, true, TCR2_EL2.AMEC1, Amec, A1)]
    [TestCase(true, true, TCR2_EL2.AMEC1, 0UL, P1)]
    public void A_leaf_of_EL2_selects_a_MECID_or_faults(bool e2h, bool upper, ulong amec, ulong more, int expected)
    {
        // Without E2H all lookups use P0; with it, TCR_EL2.A1 = 0 makes them use P1.
        EnterEl2(e2h, walk: e2h ? P1 : P0, more);
        Pe[R.TCR2_EL2] = amec;
        ulong va = upper ? Upper : 0;
        if (expected >= 0)
            Assert.That(Of(va), Is.EqualTo(((ushort)expected, Pas.Realm)));
        else
            Assert.That(FaultOf(va), Is.EqualTo((FaultKind.Translation, 1, 1)));
    }

    [Test]
    public void TCR2_counts_where_EL3_lets_it_and_NS_leaves_have_no_AMEC()
    {
        EnterEl2(e2h: false, walk: P0, Amec);
        Pe[R.TCR2_EL2] = TCR2_EL2.AMEC0;
        Pe[R.SCR_EL3] &= ~SCR_EL3.TCR2En;
        Assert.That(FaultOf(0), Is.EqualTo((FaultKind.Translation, 1, 1)));
        Write(LowerTable, P0, Block | Amec | NS);
        Pe.InvalidateTlb(ExceptionLevel.EL2, SecurityState.Realm);
        Assert.That(Of(0), Is.EqualTo(((ushort)0, Pas.NonSecure)));
    }

    [Test]
    public void TCR_EL2_A1_chooses_the_MECID_of_table_walks([Values] bool a1)
    {
        // The tables are whole for the right MECID alone: with the other, descriptors are noise.
        EnterEl2(e2h: true, walk: a1 ? P0 : P1, 0);
        Pe[R.TCR_EL2] |= a1 ? TCR_EL1.A1 : 0;
        Assert.That((Of(0).Mecid, Of(Upper).Mecid), Is.EqualTo((P0, P1)));
        Pe[R.TCR_EL2] ^= TCR_EL1.A1;
        Pe.InvalidateTlb(ExceptionLevel.EL2, SecurityState.Realm);
        Assert.That(IsWhole(0) && IsWhole(Upper), Is.False);
    }

    [Test]
    public void EL3_reaches_the_Realm_space_with_its_alternate_MECID([Values] bool emec)
    {
        Pe[R.SCTLR2_EL3] = emec ? SCTLR2_ELx.EMEC : 0;
        _machine.Put64(LowerTable, Block | NS | NSE);
        _machine.Put64(LowerTable + 8, Block | NS);
        Pe[R.TTBR0_EL3] = LowerTable;
        Pe[R.TCR_EL3] = 25 | 2UL << 16;
        Pe[R.SCTLR_EL3] = SCTLR_ELx.M;
        Assert.That(Of(0), Is.EqualTo(((ushort)(emec ? RL : 0), Pas.Realm)));
        Assert.That(Of(0x4000_0000), Is.EqualTo(((ushort)0, Pas.NonSecure)));
    }

    [Test]
    public void EL1_without_stage_2_uses_the_primary_virtual_MECID([Values] bool emec)
    {
        Pe[R.SCTLR2_EL2] = emec ? SCTLR2_ELx.EMEC : 0;
        _machine.At(ExceptionLevel.EL1, SecurityState.Realm);
        Assert.That(Of(0x20_0000).Mecid, Is.EqualTo(emec ? VP : 0), "stage 1 off");
        Write(LowerTable, emec ? VP : (ushort)0, Block | Amec);
        Pe[R.TTBR0_EL1] = LowerTable;
        Pe[R.TCR_EL1] = 25 | 2UL << 30 | 25UL << 16 | 5UL << 32;
        Pe[R.SCTLR_EL1] = SCTLR_ELx.M;
        Assert.That(Of(0x20_0000).Mecid, Is.EqualTo(emec ? VP : 0), "bit 63 of a stage 1 leaf is nothing there");
    }

    [TestCase(0UL, VP, Pas.Realm)]
    [TestCase(Amec, VA, Pas.Realm)]
    [TestCase(Amec | 1UL << 55, 0, Pas.NonSecure)]
    public void Stage_2_leaves_select_between_the_two_virtual_MECIDs(ulong more, int mecid, Pas space)
    {
        EnterEl1Behind(more);
        Assert.That(Of(0x20_0000), Is.EqualTo(((ushort)mecid, space)));
    }

    [Test]
    public void Stage_1_tables_behind_stage_2_are_read_with_the_MECID_of_their_leaf()
    {
        EnterEl1Behind(Amec);
        Write(LowerTable, VA, Block);
        Pe[R.TTBR0_EL1] = LowerTable;
        Pe[R.TCR_EL1] = 25 | 2UL << 30 | 25UL << 16 | 5UL << 32;
        Pe[R.SCTLR_EL1] = SCTLR_ELx.M;
        Assert.That(Of(0x20_0000), Is.EqualTo((VA, Pas.Realm)));
        Pe[R.VMECID_A_EL2] = VA + 1;
        Assert.That(IsWhole(0x20_0000), Is.False);
    }

    [Test]
    public void A_guest_loads_what_its_context_stored_and_noise_when_the_register_names_another_without_TLBI()
    {
        // Code by VMECID_P, data by VMECID_A: pages of 4 KiB.
        Write(Stage2Table, VP, Pages | 3);
        Write(Pages, VP, (Pages + 0x1000) | 3);
        Write(Pages + 0x1000 + 8 * (TestPe.Code >> 12), VP, TestPe.Code | 0xFC | Block | 2);
        Write(Pages + 0x1000 + 8 * (TestPe.Data >> 12 & 0x1FF), VP, TestPe.Data | 0xFC | Block | 2 | Amec);
        Write(Pages + 8, VP, (Pages + 0x1000) | 3);
        UseStage2();
        Pe.X(1) = TestPe.Data;
        Pe.X(0) = 0x0123_4567_89AB_CDEF;
        RunAtEl1(A64.Str(0, 1), A64.Ldr(2, 1), A64.Ldr(2, 1));
        Assert.That((_machine.Exceptions.Count, Pe.X(2)), Is.EqualTo((0, 0x0123_4567_89AB_CDEFUL)));
        Pe[R.VMECID_A_EL2] = VA + 1;
        RunAtEl1(A64.Ldr(3, 1), A64.Ldr(4, 1));
        Assert.That(_machine.Exceptions, Is.Empty);
        Assert.That(Pe.X(3), Is.Not.EqualTo(Pe.X(0)).And.EqualTo(Pe.X(4)));
        Pe[R.VMECID_A_EL2] = VA;
        RunAtEl1(A64.Ldr(5, 1));
        Assert.That(Pe.X(5), Is.EqualTo(Pe.X(0)), "a read through the wrong context has spoiled nothing");
        Assert.That(ReadIn(TestPe.Data, VA), Is.EqualTo(Pe.X(0)));
    }

    [Test]
    public void Code_that_another_context_overwrites_is_decoded_anew()
    {
        Pe[R.MECID_P0_EL2] = P0;
        _machine.At(ExceptionLevel.EL2, SecurityState.Realm);
        Put(TestPe.Code, P0, 0xD280_0020, 0xD280_0041); // MOV X0, #1; MOV X1, #2
        Step(2);
        Assert.That((Pe.X(0), Pe.X(1)), Is.EqualTo((1UL, 2UL)));
        Put(TestPe.Code, P1, 0xD280_00E0); // MOV X0, #7, in another context
        Pe[R.MECID_P0_EL2] = P1;
        Step(1);
        Assert.That(Pe.X(0), Is.EqualTo(7UL));
    }

    private void Step(int instructions)
    {
        Pe.PC = TestPe.Code;
        for (int i = 0; i < instructions; i++)
            Pe.Run(1, exact: true);
        Assert.That(_machine.Exceptions, Is.Empty);
    }

    private void RunAtEl1(params uint[] words)
    {
        Put(TestPe.Code, VP, words);
        Step(words.Length);
    }

    // A block of 1 GiB in the lower range, and one in the upper; tables written in the context that walks them.
    private void EnterEl2(bool e2h, ushort walk, ulong more)
    {
        Pe[R.HCR_EL2] = e2h ? HCR_EL2.E2H : 0;
        Write(LowerTable, walk, Block | more);
        Write(UpperTable, walk, Block | more);
        Pe[R.TTBR0_EL2] = LowerTable;
        Pe[R.TTBR1_EL2] = UpperTable;
        Pe[R.TCR_EL2] = e2h ? 25 | 25UL << 16 | 2UL << 30 | 5UL << 32 : 25 | 5UL << 16;
        _machine.At(ExceptionLevel.EL2, SecurityState.Realm);
        Pe[R.SCTLR_EL2] = SCTLR_ELx.M;
    }

    // Stage 2 maps one block of 1 GiB to itself.
    private void EnterEl1Behind(ulong more)
    {
        Write(Stage2Table, VP, 0xFC | Block | more);
        UseStage2();
    }

    private void UseStage2()
    {
        Pe[R.VTTBR_EL2] = Stage2Table;
        Pe[R.VTCR_EL2] = 25 | 1UL << 6 | 5UL << 16;
        Pe[R.HCR_EL2] = HCR_EL2.VM | HCR_EL2.RW;
        _machine.At(ExceptionLevel.EL1, SecurityState.Realm);
        Pe[R.HCR_EL2] = HCR_EL2.VM | HCR_EL2.RW;
    }

    private (ushort Mecid, Pas Space) Of(ulong va)
    {
        Assert.That(Pe.Translate(new VirtualAddress(va), AccessKind.Read, out PhysicalAddress pa, out FaultRecord fault), fault.Kind.ToString());
        return (pa.Mecid, pa.Pas);
    }

    private bool IsWhole(ulong va) => Pe.Translate(new VirtualAddress(va), AccessKind.Read, out PhysicalAddress pa, out _) && pa.Value == (va & 0x3FFF_FFFF);

    private (FaultKind Kind, int Stage, int Level) FaultOf(ulong va)
    {
        Assert.That(Pe.Translate(new VirtualAddress(va), AccessKind.Read, out _, out FaultRecord fault), Is.False);
        return (fault.Kind, fault.Stage, fault.Level);
    }

    private void Write(ulong address, ushort mecid, ulong value) =>
        Assert.That(Pe.Physical.Write(new PhysicalAddress(address, Pas.Realm) { Mecid = mecid }, 8, value).Ok);

    private void Put(ulong address, ushort mecid, params uint[] words)
    {
        for (int i = 0; i < words.Length; i++)
            Assert.That(Pe.Physical.Write(new PhysicalAddress(address + (ulong)i * 4, Pas.Realm) { Mecid = mecid }, 4, words[i]).Ok);
    }

    private ulong ReadIn(ulong address, ushort mecid)
    {
        Assert.That(Pe.Physical.Read(new PhysicalAddress(address, Pas.Realm) { Mecid = mecid }, 8, out ulong value).Ok);
        return value;
    }
}
