using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>Faults whose order or report is easily got wrong, one by one; <see cref="WalkerComparisonTests"/> finds them at random.</summary>
internal sealed class FaultReportTests
{
    private const ulong Page = 0x40_0000, Ipa = 0x50_0000;
    private const uint LoadX1 = 0xF940_0041; // LDR X1, [X2]
    private const uint StoreX1 = 0xF900_0041; // STR X1, [X2]
    private const uint AddX1 = 0xF821_0043; // LDADD X1, X3, [X2]
    private const uint LoadX1Unaligned = 0xF840_1041; // LDUR X1, [X2, #1]
    private const uint ZeroX2 = 0xD50B_7422; // DC ZVA, X2
    private const uint BranchX2 = 0xD61F_0040; // BR X2

    private El1Machine _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void A_GPC_exception_on_a_stage_2_walk_writes_HPFAR_EL2()
    {
        Start();
        ulong leaf = _machine.MapStage2(Ipa, Page, "rw");
        _machine.EnableGranuleProtection();
        _machine.SetGpi(leaf & ~0xFFFUL, Gpi.Root);
        Pe[R.SCR_EL3] |= SCR_EL3.GPF;
        Run(LoadX1);
        Assert.That((_machine.Last.Target, _machine.Esr.EC), Is.EqualTo((ExceptionLevel.EL3, ExceptionClass.GranuleProtectionCheck)));
        Assert.That((_machine.Last.Syndrome & ESR_ELx.S2PTW, new HpfarEl2(Pe[R.HPFAR_EL2]).Page.Value), Is.EqualTo((ESR_ELx.S2PTW, Ipa)));
        Assert.That(new MfarEl3(Pe[R.MFAR_EL3]).PageAddress, Is.EqualTo(leaf & ~0xFFFUL));
    }

    [TestCase(LoadX1, false)]
    [TestCase(StoreX1, true)]
    [TestCase(AddX1, false)]
    public void A_walk_that_stage_2_does_not_let_read_reports_the_instructions_direction(uint word, bool wnr)
    {
        Start();
        ulong table = _machine.Entry(Pe[R.TTBR0_EL1], Page) & ~0xFFFUL;
        _machine.MapStage2(table, table, "w");
        Pe.InvalidateTlb(ExceptionLevel.EL1, SecurityState.NonSecure);
        Run(word);
        Assert.That((_machine.Last.Target, _machine.Esr.FSC, (_machine.Last.Syndrome & ESR_ELx.S1PTW) != 0, _machine.Esr.WnR),
            Is.EqualTo((ExceptionLevel.EL2, FaultStatusCode.PermissionLevel3, true, wnr)));
    }

    [TestCase("rw", FaultStatusCode.Alignment)]
    [TestCase("", FaultStatusCode.Alignment)]
    public void An_unaligned_access_to_stage_2_Device_memory_is_an_alignment_fault_before_a_permission_fault(string permissions, FaultStatusCode code)
    {
        Start();
        ulong leaf = _machine.MapStage2(Ipa, Page, permissions);
        _machine.Put64(leaf, _machine.Get64(leaf) & ~(15UL << 2) | 1UL << 2);
        Run(LoadX1Unaligned);
        Assert.That((_machine.Last.Target, _machine.Esr.FSC, _machine.Last.FaultAddress), Is.EqualTo((ExceptionLevel.EL2, code, Page + 1)));
    }

    [TestCase("rw", FaultStatusCode.Alignment)]
    [TestCase("r", FaultStatusCode.Alignment)]
    public void DC_ZVA_of_stage_2_Device_memory_is_a_stage_2_alignment_fault(string permissions, FaultStatusCode code)
    {
        Start();
        ulong leaf = _machine.MapStage2(Ipa, Page, permissions);
        Run(ZeroX2);
        if (permissions == "rw")
            Assert.That(_machine.Exceptions, Is.Empty, "Normal memory");
        _machine.Put64(leaf, _machine.Get64(leaf) & ~(15UL << 2) | 1UL << 2);
        Pe.InvalidateTlb(ExceptionLevel.EL1, SecurityState.NonSecure);
        Run(ZeroX2);
        Assert.That((_machine.Last.Target, _machine.Esr.FSC, _machine.Esr.CM), Is.EqualTo((ExceptionLevel.EL2, code, false)));
    }

    [Test]
    public void A_Realm_stage_1_walk_does_not_leave_the_Realm_PAS()
    {
        Start(SecurityState.Realm);
        ulong table = _machine.Entry(Pe[R.TTBR0_EL1], Page) & ~0xFFFUL;
        _machine.MapStage2(table, table, "rw", more: 1UL << 55);
        Run(LoadX1);
        Assert.That((_machine.Last.Target, _machine.Esr.FSC, (_machine.Last.Syndrome & ESR_ELx.S1PTW) != 0, new HpfarEl2(Pe[R.HPFAR_EL2]).Page.Value),
            Is.EqualTo((ExceptionLevel.EL2, FaultStatusCode.PermissionLevel3, true, table)));
    }

    [Test]
    public void Stage_2_may_let_a_page_be_executed_that_it_does_not_let_be_read()
    {
        Start();
        _machine.MapStage2(Ipa, Page, "x");
        _machine.Bare.Put(Page, A64.Nop);
        Run(BranchX2);
        Pe.Run(1, exact: true);
        Assert.That((_machine.Exceptions.Count, Pe.PC), Is.EqualTo((0, Page + 4)));
        Run(LoadX1);
        Assert.That((_machine.Last.Target, _machine.Esr.FSC), Is.EqualTo((ExceptionLevel.EL2, FaultStatusCode.PermissionLevel3)));
    }

    [Test]
    public void An_atomic_without_write_permission_faults_on_that_before_granule_protection()
    {
        _machine = new El1Machine();
        _machine.Map(Page, Page, writable: false);
        _machine.EnableGranuleProtection();
        _machine.SetGpi(Page, Gpi.Root);
        Run(AddX1);
        Assert.That((_machine.Esr.FSC, _machine.Esr.WnR), Is.EqualTo((FaultStatusCode.PermissionLevel3, true)));
    }

    [Test]
    public void An_atomic_that_stage_1_does_not_let_write_faults_there_although_stage_2_does_not_let_read()
    {
        Start();
        _machine.Map(Page, Ipa, writable: false);
        _machine.MapStage2(Ipa, Page, "w");
        Run(AddX1);
        Assert.That((_machine.Last.Target, _machine.Esr.FSC, _machine.Esr.WnR), Is.EqualTo((ExceptionLevel.EL1, FaultStatusCode.PermissionLevel3, true)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void TBI_ignores_the_top_byte_with_stage_1_off_too(bool ignore)
    {
        _machine = new El1Machine();
        Pe[R.SCTLR_EL1] = 0;
        Pe[R.TCR_EL1] |= ignore ? TCR_EL1.TBI0 : 0;
        Pe.X(2) = 0xAB00_0000_0000_0000 | Page;
        _machine.Put64(Page, 0x1234);
        _machine.Exceptions.Clear();
        _machine.Run(LoadX1);
        if (ignore)
            Assert.That((_machine.Exceptions.Count, Pe.X(1)), Is.EqualTo((0, 0x1234UL)));
        else
            Assert.That((_machine.Esr.FSC, _machine.Last.FaultAddress), Is.EqualTo((FaultStatusCode.AddressSizeLevel0, Pe.X(2))));
    }

    [TestCase(0xAB00_0000_0040_0000UL, true, 0x40_0000UL)]
    [TestCase(0xAB00_0000_0040_0000UL, false, 0xAB00_0000_0040_0000UL)]
    [TestCase(0x00FF_FFFF_FF40_0000UL, true, 0xFFFF_FFFF_FF40_0000UL)]
    public void A_branch_leaves_the_tag_of_its_target_behind_where_TBI_says_so(ulong target, bool ignore, ulong pc)
    {
        _machine = new El1Machine();
        Pe[R.TCR_EL1] |= ignore ? TCR_EL1.TBI0 | TCR_EL1.TBI1 : 0;
        Pe.X(2) = target;
        _machine.Run(BranchX2);
        Pe.Run(1, exact: true);
        Assert.That((_machine.Esr.EC, _machine.Last.ReturnAddress, _machine.Last.FaultAddress), Is.EqualTo((ExceptionClass.InstructionAbortSame, pc, pc)));
    }

    [TestCase(39UL, true)]
    [TestCase(45UL, true)]
    [TestCase(38UL, false)]
    public void VTCR_T0SZ_above_39_means_39(ulong t0sz, bool refused)
    {
        Start();
        _machine.MapStage2(Ipa, Page, "rw");
        Pe[R.VTCR_EL2] = t0sz | 5UL << 16; // starts at level 2, where 25 bits are 16 entries
        Pe[R.VTTBR_EL2] = TestPe.Tables;
        _machine.Put64(TestPe.Tables + (1UL << 25 >> 21) * 8, 0);
        var fault = default(FaultRecord);
        var t = default(Cpu.Translation);
        bool ok = Stage2Walker.TryTranslate(Pe, Pe.SpaceOf(ExceptionLevel.EL1).Stage2!, new CcaEmu.Memory.PhysicalAddress(1UL << 25, Pas.NonSecure), AccessKind.Read, true, true, ref t, ref fault);
        Assert.That((ok, fault.Kind, fault.Level), Is.EqualTo((false, FaultKind.Translation, refused ? (byte)0 : (byte)2)));
    }

    [Test]
    public void A_granule_protection_range_past_the_physical_addresses_fails_every_check()
    {
        _machine = new El1Machine();
        _machine.Map(Page, Page, writable: true);
        _machine.EnableGranuleProtection();
        Run(LoadX1);
        Assert.That(_machine.Exceptions, Is.Empty, "PPS of 32 bits");
        Pe[R.GPCCR_EL3] |= 6;
        Pe.Run(1, exact: true);
        Assert.That((_machine.Last.Target, ESR_ELx.GPCSC.Get(_machine.Last.Syndrome)), Is.EqualTo((ExceptionLevel.EL3, (ulong)GpcStatusCode.WalkLevel0)));
    }

    [Test]
    public void Hierarchical_permissions_can_be_disabled_and_the_PE_says_so()
    {
        _machine = new El1Machine();
        _machine.Map(Page, Page, writable: true);
        ulong root = Pe[R.TTBR0_EL1];
        _machine.Put64(root, _machine.Get64(root) | 2UL << 61);
        Run(StoreX1);
        Assert.That(_machine.Esr.FSC, Is.EqualTo(FaultStatusCode.PermissionLevel3), "APTable takes writing away");
        Pe[R.TCR_EL1] |= TCR_EL1.HPD0;
        Run(StoreX1);
        Assert.That((_machine.Exceptions.Count, Pe[R.ID_AA64MMFR1_EL1] >> 12 & 15), Is.EqualTo((0, 1UL)));
    }

    // Stage 1 maps Page to Ipa, which stage 2 does not map yet.
    private void Start(SecurityState state = SecurityState.NonSecure)
    {
        _machine = new El1Machine(state);
        _machine.Map(Page, Ipa, writable: true);
        _machine.EnableStage2();
    }

    private void Run(uint word)
    {
        SecurityState state = Pe.LowerSecurityState;
        _machine.At(ExceptionLevel.EL1, state);
        Pe.X(2) = Page;
        _machine.Run(word);
    }
}
