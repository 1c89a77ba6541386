using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

/// <summary>Every system instruction that EL1 may execute against every bit of EL2 that traps some: where it goes, by the field's description.</summary>
internal sealed class SystemInstructionTrapTests
{
    private static readonly string[] ByAddress = ["DC IVAC", "DC CVAC", "DC CVAP", "DC CVADP", "DC CIVAC"];

    /// <summary>Arm ARM, D24.2 HCR_EL2: each bit, and what its description says it traps.</summary>
    private static readonly (string Name, ulong Bit, Func<string, bool> Traps)[] Controls =
    [
        (nameof(HCR_EL2.TSW), HCR_EL2.TSW, name => name is "DC ISW" or "DC CSW" or "DC CISW"),
        (nameof(HCR_EL2.TPCP), HCR_EL2.TPCP, name => ByAddress.Contains(name)),
        (nameof(HCR_EL2.TPU), HCR_EL2.TPU, name => name is "IC IALLUIS" or "IC IALLU" or "IC IVAU" or "DC CVAU"),
        (nameof(HCR_EL2.TOCU), HCR_EL2.TOCU, name => name is "IC IALLU" or "IC IVAU" or "DC CVAU"),
        (nameof(HCR_EL2.TICAB), HCR_EL2.TICAB, name => name is "IC IALLUIS"),
        (nameof(HCR_EL2.TDZ), HCR_EL2.TDZ, name => name is "DC ZVA"),
        (nameof(HCR_EL2.TTLB), HCR_EL2.TTLB, IsEl1Tlbi),
        (nameof(HCR_EL2.TTLBIS), HCR_EL2.TTLBIS, name => IsEl1Tlbi(name) && WithoutNxs(name).EndsWith("IS", StringComparison.Ordinal)),
        (nameof(HCR_EL2.TTLBOS), HCR_EL2.TTLBOS, name => IsEl1Tlbi(name) && WithoutNxs(name).EndsWith("OS", StringComparison.Ordinal)),
    ];

    private static IEnumerable<SystemInstruction> Instructions => SystemInstructionTable.All.Where(
        i => i.Minimum <= ExceptionLevel.EL1 && PeFeatures.Default.Has(i.Feature) && PeFeatures.Default.Has(i.SecondFeature));

    [Test]
    public void A_bit_of_HCR_EL2_traps_what_its_description_names_and_nothing_else()
    {
        using var machine = new TestPe();
        int trapped = 0;
        foreach ((string bit, ulong mask, Func<string, bool> traps) in Controls)
        {
            foreach (SystemInstruction instruction in Instructions)
            {
                machine.Pe[R.HCR_EL2] = mask;
                Execute(machine, instruction);
                bool expected = traps(instruction.Name);
                Assert.That(IsTrapTo(machine, ExceptionLevel.EL2, instruction), Is.EqualTo(expected), $"{instruction.Name} with HCR_EL2.{bit}");
                trapped += expected ? 1 : 0;
            }
        }
        Assert.That(trapped, Is.GreaterThan(100));
    }

    [Test]
    public void A_bit_of_HFGITR_EL2_traps_the_instruction_it_names()
    {
        using var machine = new TestPe();
        int trapped = 0;
        foreach (FineGrainedTrap trap in FineGrainedTrapTable.All.Where(trap => trap.Control == R.HFGITR_EL2))
        {
            foreach (SystemInstruction instruction in Instructions.Where(i => trap.Instructions.Contains(i.Name)))
            {
                machine.Pe[R.HCR_EL2] = 0;
                foreach (bool enabled in (bool[])[true, false])
                {
                    machine.Pe.SetRaw(R.SCR_EL3, enabled ? machine.Pe.Raw(R.SCR_EL3) | SCR_EL3.FGTEn : machine.Pe.Raw(R.SCR_EL3) & ~SCR_EL3.FGTEn);
                    machine.Pe[R.HFGITR_EL2] = 1UL << trap.Bit;
                    Execute(machine, instruction);
                    Assert.That(IsTrapTo(machine, ExceptionLevel.EL2, instruction), Is.EqualTo(enabled), $"{instruction.Name}, FGTEn {enabled}");
                }
                trapped++;
            }
        }
        Assert.That(trapped, Is.GreaterThan(40));
    }

    private static void Execute(TestPe machine, SystemInstruction instruction)
    {
        machine.Pe.X(0) = TestPe.Data;
        machine.At(ExceptionLevel.EL1).Run(0xD500_0000u | (uint)instruction.Encoding.Value << 5);
    }

    private static bool IsTrapTo(TestPe machine, ExceptionLevel level, SystemInstruction instruction) =>
        machine.Exceptions.Count == 1 && machine.Last.Target == level && machine.Esr.EC == ExceptionClass.TrappedSystem
        && machine.Esr.SystemRegister.Value == instruction.Encoding.Value && !machine.Esr.IsRead;

    private static bool IsEl1Tlbi(string name) =>
        name.StartsWith("TLBI ", StringComparison.Ordinal) && Instructions.Single(i => i.Name == name).Encoding.Op1 == 0;

    private static string WithoutNxs(string name) => name.EndsWith("NXS", StringComparison.Ordinal) ? name[..^3] : name;
}
