using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Cpu.Accounting;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.Machine.Tests.Board;

/// <summary>GIC, generic timers and PEs of a board together: what software at each level sees of them, by its own instructions.</summary>
public sealed class GicAndTimersTests
{
    private const uint Nop = 0xD503201F, Wfi = 0xD503207F, Eret = 0xD69F03E0, BranchToSelf = 0x14000000, UnmaskIrq = 0xD50342FF;
    private const ulong Code = FvpMemoryMap.Dram1, Vectors = Code + 0x1000, El1Code = Code + 0x400;
    private const ulong IrqOfSameLevel = 0x280, SyncOfLower = 0x400;
    private const ulong Gicd = FvpMemoryMap.GicDistributor, Gicr = FvpMemoryMap.GicRedistributors, SgiFrame = 0x1_0000;
    private const ulong HostTicks = 1_000_000; // 10 ms
    private const int Spi = 40;

    private Machine _machine = null!;

    private ProcessingElement Pe => _machine.Pes[0];

    [SetUp]
    public void Make()
    {
        _machine = new Machine(new MachineOptions());
        _machine.Reset();
        Pe[SystemRegister.VBAR_EL1] = Pe[SystemRegister.VBAR_EL2] = Vectors;
        for (ulong vector = 0; vector < 0x800; vector += 0x80)
            Put(Vectors + vector, BranchToSelf);
        Write(Gicd, 0x37);
        Write(Gicr + 0x14, 0);
        Write(Gicr + SgiFrame + 0x080, uint.MaxValue); // Group 1 Non-secure
        Write(Gicr + SgiFrame + 0x100, uint.MaxValue);
        Write(Gicd + 0x084, uint.MaxValue);
        Write(Gicd + 0x104, 1 << 8);
        Pe[SystemRegister.ICC_PMR_EL1] = 0xFF;
        Pe[SystemRegister.ICC_IGRPEN1_EL3] = 3;
    }

    [TearDown]
    public void Drop() => _machine.Dispose();

    [Test]
    public void The_frames_of_the_redistributors_carry_the_affinities_of_the_boards_PEs_and_end_with_the_last([Values(1, 5, 8)] int pes)
    {
        using var machine = new Machine(new MachineOptions { PeCount = pes });
        for (int i = 0; i < pes; i++)
        {
            Assert.That(machine.Pes[0].Physical.Read(new PhysicalAddress(Gicr + (ulong)i * 0x2_0000 + 8, Pas.NonSecure), 8, out ulong typer).Ok);
            ulong mpidr = machine.Pes[i][SystemRegister.MPIDR_EL1];
            Assert.That((typer >> 32, typer >> 4 & 1), Is.EqualTo((mpidr & 0xFF_FFFF, i == pes - 1 ? 1ul : 0)), $"PE{i}");
        }
    }

    [Test]
    public void An_interrupt_of_EL1_stays_pending_at_EL2_and_is_taken_after_the_return_to_EL1()
    {
        Put(Code, Nop, Nop, Mrs(1, SystemRegister.ISR_EL1), Eret);
        Put(El1Code, BranchToSelf);
        At(ExceptionLevel.EL2, SecurityState.NonSecure, Code);
        Pe[SystemRegister.SPSR_EL2] = 0x5; // EL1h, nothing masked
        Pe[SystemRegister.ELR_EL2] = El1Code;
        _machine.Gic.SetSpiLine(Spi, true);
        _machine.Run(100);
        Assert.That(Pe.X(1), Is.EqualTo((ulong)PSTATE.I), "pending all the while at EL2");
        Assert.That((Pe.CurrentLevel, Pe.PC, Pe[SystemRegister.ELR_EL1]), Is.EqualTo((ExceptionLevel.EL1, Vectors + IrqOfSameLevel, El1Code)));
    }

    [Test]
    public void A_realms_priority_mask_has_five_bits_and_its_SGI_is_trapped_to_R_EL2([Values(0xE0ul, 0xE7ul)] ulong mask)
    {
        Put(Code, Msr(SystemRegister.ICC_PMR_EL1, 0), Mrs(1, SystemRegister.ICC_PMR_EL1), Msr(SystemRegister.ICC_SGI1R_EL1, 0), BranchToSelf);
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.RW | HCR_EL2.IMO | HCR_EL2.FMO;
        At(ExceptionLevel.EL1, SecurityState.Realm, Code);
        Pe.X(0) = mask;
        _machine.Run(100);
        Assert.That(Pe.X(1), Is.EqualTo(0xE0u));
        Assert.That((Pe.CurrentLevel, Pe.PC, Pe[SystemRegister.ESR_EL2] >> 26), Is.EqualTo((ExceptionLevel.EL2, Vectors + SyncOfLower, 0x18ul)));
    }

    [Test]
    public void CNTVMASK_takes_the_timer_out_of_HPPIR1_at_once_and_CNTV_CTL_still_says_5()
    {
        At(ExceptionLevel.EL2, SecurityState.Realm, Code);
        Pe[SystemRegister.CNTV_CVAL_EL0] = 0;
        Pe[SystemRegister.CNTV_CTL_EL0] = 1;
        Assert.That(Pe[SystemRegister.ICC_HPPIR1_EL1], Is.EqualTo(27u));
        Pe[SystemRegister.CNTHCTL_EL2] |= CNTHCTL_EL2.CNTVMASK;
        Assert.That((Pe[SystemRegister.ICC_HPPIR1_EL1], Pe[SystemRegister.CNTV_CTL_EL0]), Is.EqualTo((1023ul, 5ul)));
    }

    [TestCase(SystemRegister.CNTP_CVAL_EL0, ulong.MaxValue)]
    [TestCase(SystemRegister.CNTP_CTL_EL0, 3ul)]
    [TestCase(SystemRegister.CNTP_CTL_EL0, 0ul)]
    public void A_compare_value_in_the_past_fires_at_once_and_moving_masking_or_disabling_drops_it(SystemRegister register, ulong value)
    {
        At(ExceptionLevel.EL2, SecurityState.NonSecure, Code);
        Pe.Charge(new Work(WorkStep.MonitorGeneralSave, 10_000));
        Pe[SystemRegister.CNTP_CVAL_EL0] = 1;
        Pe[SystemRegister.CNTP_CTL_EL0] = 1;
        Assert.That(Pe[SystemRegister.ICC_HPPIR1_EL1], Is.EqualTo(30u));
        Pe[register] = value;
        Assert.That(Pe[SystemRegister.ICC_HPPIR1_EL1], Is.EqualTo(1023u));
    }

    [Test]
    public void ISTATUS_is_never_early_10_ms_are_over_after_10_ms_and_TVAL_is_negative_then()
    {
        uint[] wait =
        [
            Msr(SystemRegister.CNTV_TVAL_EL0, 0), Msr(SystemRegister.CNTV_CTL_EL0, 1),
            Mrs(2, SystemRegister.CNTVCT_EL0), Mrs(3, SystemRegister.CNTV_CTL_EL0), Mrs(4, SystemRegister.CNTVCT_EL0), 0x3617_FFA3, // TBZ W3, #2, back
            .. Enumerable.Repeat(Nop, 100), Mrs(5, SystemRegister.CNTV_TVAL_EL0), BranchToSelf,
        ];
        Put(Code, wait);
        At(ExceptionLevel.EL1, SecurityState.NonSecure, Code, masked: true);
        (Pe.X(0), Pe.X(1)) = (HostTicks, 1);
        ulong start = Pe[SystemRegister.CNTVCT_EL0];
        _machine.Run(VirtualClock.CyclesPerTick * HostTicks + 1000);
        ulong due = Pe[SystemRegister.CNTV_CVAL_EL0];
        Assert.That(due - start, Is.EqualTo(HostTicks).Within(1));
        Assert.That(Pe.X(4), Is.InRange(due, due + 2), "the first look that saw ISTATUS was not before its time, and not long after it");
        Assert.That((int)Pe.X(5), Is.Negative);
    }

    [Test]
    public void WFI_with_interrupts_masked_wakes_on_the_timer_and_the_IRQ_is_taken_after_unmasking()
    {
        const ulong due = 5000;
        Put(Code, Wfi, Mrs(1, SystemRegister.CNTVCT_EL0), UnmaskIrq, BranchToSelf);
        Put(Vectors + IrqOfSameLevel, Mrs(2, SystemRegister.ICC_IAR1_EL1), BranchToSelf);
        At(ExceptionLevel.EL1, SecurityState.NonSecure, Code, masked: true);
        Pe[SystemRegister.CNTV_CVAL_EL0] = due;
        Pe[SystemRegister.CNTV_CTL_EL0] = 1;
        _machine.Run(1000);
        Assert.That((Pe.X(1), Pe.X(2), Pe[SystemRegister.ELR_EL1]), Is.EqualTo((due, 27ul, Code + 12)));
    }

    [Test]
    public void WFIT_returns_at_once_for_a_past_deadline_and_at_the_deadline_for_a_later_one()
    {
        const ulong later = 7000;
        Put(Code, 0xD5031025, Mrs(1, SystemRegister.CNTVCT_EL0), 0xD5031026, Mrs(2, SystemRegister.CNTVCT_EL0), BranchToSelf); // WFIT X5, X6
        At(ExceptionLevel.EL1, SecurityState.NonSecure, Code, masked: true);
        (Pe.X(5), Pe.X(6)) = (0, later);
        _machine.Run(100);
        Assert.That((Pe.X(1) < 100, Pe.X(2)), Is.EqualTo((true, later)));
    }

    // As EL3 enters a world: with the MMU off and granule protection off.
    private void At(ExceptionLevel level, SecurityState state, ulong entry, bool masked = false)
    {
        Pe[SystemRegister.SCR_EL3] = new ScrEl3(0x30 | SCR_EL3.RW | SCR_EL3.HCE).WithSecurityState(state).Value;
        Pe[SystemRegister.HCR_EL2] |= HCR_EL2.RW;
        Pe[SystemRegister.SPSR_EL3] = SpsrValue.Create(level, handler: true, daif: masked ? 0xF : 0).Value;
        Pe[SystemRegister.ELR_EL3] = entry;
        Pe.ExceptionReturn();
        Assert.That((Pe.CurrentLevel, Pe.SecurityState), Is.EqualTo((level, state)));
    }

    private static uint Mrs(int rt, SystemRegister register) => 0xD520_0000u | Place(register) | (uint)rt;

    private static uint Msr(SystemRegister register, int rt) => 0xD500_0000u | Place(register) | (uint)rt;

    private static uint Place(SystemRegister register) => (uint)SystemRegisterTable.Get(register).Encoding.Value << 5;

    private void Put(ulong address, params uint[] words)
    {
        for (int i = 0; i < words.Length; i++)
            Write(address + (ulong)i * 4, words[i]);
    }

    private void Write(ulong address, uint value) => Assert.That(Pe.Physical.Write(new PhysicalAddress(address, Pas.Root), 4, value).Ok);
}
