using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>Granule protection faults as the PE reports them: where to, with which syndrome, and when a stale check may still pass.</summary>
internal sealed class GranuleProtectionTests
{
    private const ulong Va = 0x4000_0000;
    private El1Machine _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp()
    {
        _machine = new El1Machine();
        _machine.EnableGranuleProtection();
        _machine.Map(Va, TestPe.Data, writable: true);
        Pe.X(1) = Va;
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    private void SetAndInvalidate(ulong granule, Gpi gpi)
    {
        _machine.SetGpi(granule, gpi);
        Pe.InvalidateGranuleProtection();
    }

    [Test]
    public void An_access_to_a_granule_of_another_space_is_a_granule_protection_fault()
    {
        SetAndInvalidate(TestPe.Data, Gpi.Realm);
        _machine.Run(A64.Str(0, 1));
        Assert.That((_machine.Last.Target, _machine.Esr.EC, _machine.Esr.FSC, _machine.Esr.WnR),
            Is.EqualTo((ExceptionLevel.EL1, ExceptionClass.DataAbortSame, FaultStatusCode.GranuleProtection, true)));
        Assert.That(_machine.Last.FaultAddress, Is.EqualTo(Va));
    }

    [Test]
    public void HCR_GPF_sends_it_to_EL2_and_SCR_GPF_to_EL3()
    {
        SetAndInvalidate(TestPe.Data, Gpi.Root);
        Pe[SystemRegister.HCR_EL2] |= HCR_EL2.GPF;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Last.Target, _machine.Esr.EC), Is.EqualTo((ExceptionLevel.EL2, ExceptionClass.DataAbortLower)));
        Pe[SystemRegister.SCR_EL3] |= SCR_EL3.GPF;
        _machine.At(ExceptionLevel.EL1);
        Pe.X(1) = Va;
        _machine.Run(A64.Ldr(0, 1));
        EsrValue esr = _machine.Esr;
        Assert.That((_machine.Last.Target, esr.EC, esr.FSC), Is.EqualTo((ExceptionLevel.EL3, ExceptionClass.GranuleProtectionCheck, FaultStatusCode.GranuleProtection)));
        Assert.That((esr.GPCSC, esr.InD, esr.S2PTW), Is.EqualTo((GpcStatusCode.ProtectionLevel1, false, false)));
        Assert.That(Pe[SystemRegister.MFAR_EL3], Is.EqualTo(MfarEl3.Create(TestPe.Data, Pas.NonSecure).Value));
    }

    [Test]
    public void A_table_walk_into_a_refused_granule_faults_on_the_walk()
    {
        ulong entry = _machine.Map(0x8000_0000, TestPe.Data, writable: true);
        SetAndInvalidate(entry & ~0xFFFUL, Gpi.Realm);
        Pe.X(1) = 0x8000_0000;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Last.Target, _machine.Esr.FSC), Is.EqualTo((ExceptionLevel.EL1, FaultStatusCode.GranuleProtectionOnWalkLevel3)));
    }

    [Test]
    public void A_stage_2_walk_into_a_refused_granule_is_a_fault_of_EL2()
    {
        _machine.EnableStage2();
        ulong entry = _machine.MapStage2(TestPe.Data, TestPe.Data, "rw");
        ulong other = _machine.MapStage2(0x6_0000_0000, TestPe.Data, "rw");
        _machine.Map(Va, 0x6_0000_0000, writable: true);
        SetAndInvalidate(other & ~0xFFFUL, Gpi.Root);
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Last.Target, _machine.Esr.FSC, Pe[SystemRegister.HPFAR_EL2]),
            Is.EqualTo((ExceptionLevel.EL2, FaultStatusCode.GranuleProtectionOnWalkLevel3, 0x6_0000_0000UL >> 8)));
        Assert.That(entry, Is.Not.EqualTo(other));
    }

    [Test]
    public void An_instruction_fetch_is_checked_too()
    {
        SetAndInvalidate(TestPe.Code, Gpi.Realm);
        _machine.Bare.Pe.PC = TestPe.Code;
        Pe.Run(1, exact: true);
        Assert.That((_machine.Esr.EC, _machine.Esr.FSC), Is.EqualTo((ExceptionClass.InstructionAbortSame, FaultStatusCode.GranuleProtection)));
    }

    [Test]
    public void An_invalid_table_entry_is_a_GPC_exception_at_EL3_whatever_SCR_says()
    {
        _machine.Put64(El1Machine.GptLevel1 + (TestPe.Data >> 16) * 8, 0x5555_5555_5555_5555);
        Pe.InvalidateGranuleProtection();
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Last.Target, _machine.Esr.EC, _machine.Esr.GPCSC), Is.EqualTo((ExceptionLevel.EL3, ExceptionClass.GranuleProtectionCheck, GpcStatusCode.WalkLevel1)));
    }

    [Test]
    public void A_passed_check_lives_until_the_TLBI_that_covers_it()
    {
        _machine.Run(A64.Ldr(0, 1));
        _machine.SetGpi(TestPe.Data, Gpi.Realm);
        _machine.Run(A64.Ldr(0, 1));
        Assert.That(_machine.Exceptions, Is.Empty, "legal: nothing was invalidated");
        Pe.X(2) = TestPe.Data >> 12;
        _machine.At(ExceptionLevel.EL3).Run(A64.Sys(6, 8, 4, 3, 2));
        _machine.At(ExceptionLevel.EL1);
        Pe.X(1) = Va;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That(_machine.Esr.FSC, Is.EqualTo(FaultStatusCode.GranuleProtection));
    }

    /// <summary>TLBI RPAOS: a SIZE below GPCCR_EL3.PGS means a granule.</summary>
    [Test]
    public void A_smaller_range_than_a_granule_drops_the_granule()
    {
        const ulong PGS64K = 1UL << 14;
        ulong entry = El1Machine.GptLevel1 + (TestPe.Data >> 20) * 8;
        _machine.Put64(El1Machine.GptLevel1, ulong.MaxValue);
        _machine.Put64(El1Machine.GptLevel1 + 8, ulong.MaxValue);
        Pe[SystemRegister.GPCCR_EL3] |= PGS64K;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That(_machine.Exceptions, Is.Empty);
        _machine.Put64(entry, _machine.Get64(entry) & ~15UL); // No access to the first 64 KiB
        Pe.X(2) = (TestPe.Data + 0x5000) >> 12; // 4 KiB in the granule, but not those that were used
        _machine.At(ExceptionLevel.EL3).Run(A64.Sys(6, 8, 4, 3, 2));
        _machine.At(ExceptionLevel.EL1);
        Pe.X(1) = Va;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That(_machine.Esr.FSC, Is.EqualTo(FaultStatusCode.GranuleProtection));
    }

    [Test]
    public void L0GPTSZ_is_what_the_PE_is_built_with_and_nothing_writes_it([Values(30, 34, 36, 39)] int bits)
    {
        using var machine = new TestPe(new PeFeatures(PeFeatures.Default.All, bits));
        machine.Pe[SystemRegister.GPCCR_EL3] = ulong.MaxValue;
        ulong field = GPCCR_EL3.L0GPTSZ.Get(machine.Pe[SystemRegister.GPCCR_EL3]);
        Assert.That(field, Is.EqualTo(bits switch { 30 => 0, 34 => 4, 36 => 6, _ => 9UL }));
        machine.Pe.Reset();
        Assert.That(GPCCR_EL3.L0GPTSZ.Get(machine.Pe[SystemRegister.GPCCR_EL3]), Is.EqualTo(field));
        Assert.That(() => new PeFeatures([], 31), Throws.InvalidOperationException);
    }

    [Test]
    public void PAALL_drops_every_check()
    {
        _machine.Run(A64.Ldr(0, 1));
        _machine.SetGpi(TestPe.Data, Gpi.Secure);
        _machine.At(ExceptionLevel.EL3).Run(A64.Sys(6, 8, 7, 4, 31));
        _machine.At(ExceptionLevel.EL1);
        Pe.X(1) = Va;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That(_machine.Esr.FSC, Is.EqualTo(FaultStatusCode.GranuleProtection));
    }

    [Test]
    public void A_fault_at_EL3_is_a_data_abort_of_EL3()
    {
        SetAndInvalidate(TestPe.Data, Gpi.Realm);
        Pe[SystemRegister.SCR_EL3] |= SCR_EL3.GPF;
        _machine.At(ExceptionLevel.EL3);
        Pe.X(1) = TestPe.Data;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Last.Target, _machine.Esr.EC, _machine.Esr.FSC), Is.EqualTo((ExceptionLevel.EL3, ExceptionClass.DataAbortSame, FaultStatusCode.GranuleProtection)));
    }
}
