using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

internal sealed class SystemInstructionTests
{
    [Test]
    public void Every_system_instruction_obeys_its_level([Values] ExceptionLevel level)
    {
        using var machine = new TestPe();
        machine.Pe[R.SCTLR_EL1] = SCTLR_ELx.UCI | SCTLR_ELx.DZE | SCTLR_ELx.EnRCTX;
        machine.Pe.X(0) = TestPe.Data;
        foreach (SystemInstruction instruction in SystemInstructionTable.All.Where(i => i.Operation != SystemOperation.ZeroBlock))
        {
            machine.At(level).Run(WordOf(instruction));
            bool expected = level >= instruction.Minimum && PeFeatures.Default.Has(instruction.Feature) && PeFeatures.Default.Has(instruction.SecondFeature);
            Assert.That(machine.Exceptions, Has.Count.EqualTo(expected ? 0 : 1), $"{instruction.Name} at {level}");
        }
    }

    [Test]
    public void Other_system_instructions_are_undefined()
    {
        using var machine = new TestPe();
        machine.Run(A64.Sys(3, 7, 3, 6, 0));
        Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown), "COSP RCTX belongs to FEAT_SPECRES2");
        machine.At(ExceptionLevel.EL3).Run(0xD528_0000);
        Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown), "SYSL");
    }

    [TestCase("DC IVAC", HCR_EL2.TPCP)]
    [TestCase("DC CIVAC", HCR_EL2.TPCP)]
    [TestCase("DC CVAU", HCR_EL2.TPU)]
    [TestCase("IC IALLU", HCR_EL2.TPU)]
    [TestCase("DC CISW", HCR_EL2.TSW)]
    [TestCase("DC ZVA", HCR_EL2.TDZ)]
    [TestCase("TLBI VMALLE1", HCR_EL2.TTLB)]
    [TestCase("TLBI VAE1IS", HCR_EL2.TTLB)]
    public void HCR_EL2_traps_maintenance_by_EL1(string name, ulong bit)
    {
        using var machine = new TestPe();
        SystemInstruction instruction = SystemInstructionTable.All.Single(i => i.Name == name);
        machine.Pe[R.HCR_EL2] = bit;
        machine.At(ExceptionLevel.EL1).Run(WordOf(instruction));
        Assert.That((machine.Last.Target, machine.Esr.EC), Is.EqualTo((ExceptionLevel.EL2, ExceptionClass.TrappedSystem)));
        Assert.That((machine.Esr.SystemRegister, machine.Esr.IsRead), Is.EqualTo((instruction.Encoding, false)));
    }

    [TestCase("DC CVAC", SCTLR_ELx.UCI)]
    [TestCase("IC IVAU", SCTLR_ELx.UCI)]
    [TestCase("DC ZVA", SCTLR_ELx.DZE)]
    public void SCTLR_EL1_opens_maintenance_to_EL0(string name, ulong bit)
    {
        using var machine = new TestPe();
        SystemInstruction instruction = SystemInstructionTable.All.Single(i => i.Name == name);
        machine.Pe[R.SCTLR_EL1] = ~bit & (SCTLR_ELx.UCI | SCTLR_ELx.DZE);
        machine.At(ExceptionLevel.EL0).Run(WordOf(instruction));
        Assert.That((machine.Last.Target, machine.Esr.EC), Is.EqualTo((ExceptionLevel.EL1, ExceptionClass.TrappedSystem)));
    }

    [Test]
    public void EL2_regime_maintenance_is_undefined_at_EL3_in_Secure_state()
    {
        using var machine = new TestPe();
        machine.At(ExceptionLevel.EL3, SecurityState.Secure).Run(A64.Sys(4, 8, 7, 0, 31));
        Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }

    [Test]
    public void Cache_maintenance_by_address_faults_like_a_write_and_says_so()
    {
        using var machine = new El1Machine();
        machine.Pe.X(0) = TestPe.Data + 8;
        machine.Run(A64.Sys(3, 7, 14, 1, 0));
        Assert.That((machine.Esr.FSC, machine.Esr.CM, machine.Esr.WnR, machine.Last.FaultAddress),
            Is.EqualTo((FaultStatusCode.TranslationLevel2, true, true, TestPe.Data + 8)));
        machine.At(ExceptionLevel.EL1).Map(TestPe.Data, TestPe.Data, writable: false);
        machine.Run(A64.Sys(3, 7, 14, 1, 0));
        Assert.That(machine.Exceptions, Is.Empty);
        machine.Run(A64.Sys(0, 7, 6, 1, 0));
        Assert.That(machine.Esr.FSC, Is.EqualTo(FaultStatusCode.PermissionLevel3), "DC IVAC needs write permission");
    }

    [Test]
    public void AT_S1E1R_tells_address_attributes_and_faults_in_PAR()
    {
        using var machine = new El1Machine();
        machine.Pe[R.SCTLR_EL1] |= SCTLR_ELx.C;
        machine.Map(TestPe.Data, 0x21_3000, writable: false);
        machine.Pe.X(0) = TestPe.Data + 0x123;
        machine.Run(A64.Sys(0, 7, 8, 0, 0), A64.Mrs(1, R.PAR_EL1));
        Assert.That(machine.Pe.X(1), Is.EqualTo(PAR_EL1.ATTR.Set(PAR_EL1.SH.Set(0x21_3000, 3) | PAR_EL1.NS, 0xFF)));
        machine.Run(A64.Sys(0, 7, 8, 1, 0), A64.Mrs(1, R.PAR_EL1));
        Assert.That(machine.Pe.X(1) & 0x3FF, Is.EqualTo(1 | (ulong)FaultStatusCode.PermissionLevel3 << 1), "S1E1W");
        machine.Run(A64.Sys(0, 7, 8, 2, 0), A64.Mrs(1, R.PAR_EL1));
        Assert.That(machine.Pe.X(1) & 0x3FF, Is.EqualTo(1 | (ulong)FaultStatusCode.PermissionLevel3 << 1), "S1E0R");
        Assert.That(machine.Exceptions, Is.Empty);
    }

    [Test]
    public void AT_S12E1R_at_EL2_walks_both_stages()
    {
        using var machine = new El1Machine();
        machine.EnableStage2();
        machine.Map(TestPe.Data, 0x60_0000, writable: true);
        machine.MapStage2(0x60_0000, 0x21_3000, "r");
        machine.At(ExceptionLevel.EL2);
        machine.Pe.X(0) = TestPe.Data;
        machine.Run(A64.Sys(4, 7, 8, 4, 0), A64.Mrs(1, R.PAR_EL1));
        Assert.That(machine.Pe.X(1) & (PAR_EL1.PA.Mask | 1), Is.EqualTo(0x21_3000));
        machine.Run(A64.Sys(4, 7, 8, 5, 0), A64.Mrs(1, R.PAR_EL1));
        Assert.That(machine.Pe.X(1) & 0x3FF, Is.EqualTo(PAR_EL1.F | PAR_EL1.S | (ulong)FaultStatusCode.PermissionLevel3 << 1));
    }

    [Test]
    public void AT_at_EL1_takes_a_stage_2_fault_on_its_walk()
    {
        using var machine = new El1Machine();
        machine.EnableStage2();
        ulong entry = machine.Map(0x8000_0000, 0x60_0000, writable: true);
        machine.Put64(machine.MapStage2(entry & ~0xFFFUL, entry & ~0xFFFUL, "rw"), 0);
        machine.Pe.X(0) = 0x8000_0000;
        machine.Run(A64.Sys(0, 7, 8, 0, 0));
        Assert.That((machine.Last.Target, machine.Esr.EC, machine.Esr.S1PTW, machine.Esr.CM),
            Is.EqualTo((ExceptionLevel.EL2, ExceptionClass.DataAbortLower, true, true)));
    }

    private static uint WordOf(SystemInstruction instruction) => 0xD500_0000u | (uint)instruction.Encoding.Value << 5;
}
