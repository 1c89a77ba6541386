using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Memory;

namespace CcaEmu.Cpu.Tests.Profiling;

/// <summary>A PE at Non-secure EL1 with FEAT_SPE, which owns a profiling buffer of one page and may use its registers.</summary>
internal sealed class ProfilingMachine : IDisposable
{
    public const ulong Buffer = TestPe.Data + 0x1_0000;
    public const string Features = "+FEAT_SPE,+FEAT_SPEv1p1,+FEAT_SPEv1p2";

    public ProfilingMachine()
    {
        Machine = new El1Machine(SecurityState.NonSecure, PeFeatures.Default.With(Features));
        Machine.Map(TestPe.Data, TestPe.Data, writable: true, user: true);
        Machine.Map(Buffer, Buffer, writable: true);
        Pe[SystemRegister.MDCR_EL3] = MDCR_EL3.NSPB.Set(0, 3);
        Pe[SystemRegister.MDCR_EL2] = MDCR_EL2.E2PB.Set(Pe[SystemRegister.MDCR_EL2], 3);
        Pe[SystemRegister.PMSCR_EL1] = PMSCR_ELx.ExSPE | PMSCR_ELx.E0SPE;
        Restart(1);
    }

    public El1Machine Machine { get; }

    public ProcessingElement Pe => Machine.Pe;

    /// <summary>How many records the buffer holds.</summary>
    public int Count => (int)((Pe[SystemRegister.PMBPTR_EL1] - Buffer) / SampleRecord.Size);

    public void Dispose() => Machine.Dispose();

    /// <summary>Begins with an empty buffer and a count to the first sample: 1 samples the next instruction.</summary>
    public void Restart(ulong count)
    {
        Pe[SystemRegister.PMBSR_EL1] = 0;
        Pe[SystemRegister.PMBPTR_EL1] = Buffer;
        Pe[SystemRegister.PMBLIMITR_EL1] = Buffer + 0x1000 | PMBLIMITR_EL1.E;
        Pe[SystemRegister.PMSICR_EL1] = count;
    }

    /// <summary>Executes words of which the first is the sample, and gives its record.</summary>
    public SamplePackets Sample(params uint[] words)
    {
        Restart(1);
        Machine.Run(words);
        Assert.That(Count, Is.EqualTo(1), "records");
        return Record(0);
    }

    public SamplePackets Record(int n)
    {
        byte[] bytes = new byte[SampleRecord.Size];
        Assert.That(Pe.Physical.Read(new PhysicalAddress(Buffer + (ulong)(n * SampleRecord.Size), Pas.NonSecure), bytes).Ok);
        return SamplePackets.Parse(bytes);
    }
}
