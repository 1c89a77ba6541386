using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Memory;

namespace CcaEmu.Cpu.Tests;

/// <summary>A PE with 16 MiB of RAM at 0 and nothing else. It starts at EL3 with MMU and granule protection off.</summary>
internal sealed class TestPe : IPeEnvironment, IPeObserver, IDisposable
{
    public const ulong Code = 0x1_0000;
    public const ulong Data = 0x20_0000;
    public const ulong Tables = 0x30_0000;
    public const ulong RamBytes = 0x100_0000;

    private ulong _nextTable = Tables;
    private ulong _random = 0x1234_5678_9ABC_DEF0;

    public TestPe(PeFeatures? features = null, int mecidBits = 0)
    {
        Memory = new PhysicalMemory(mecidBits);
        Memory.AddRam(0, RamBytes);
        Pe = new ProcessingElement(0, Memory, features ?? PeFeatures.Default, this) { Observer = this };
        if (Pe.Features.Has(Arm.A64.Feature.FEAT_GICv3))
            Pe.CpuInterface = CpuInterface;
        // Vectors far from code and data: an exception that a test does not expect runs into zeros, which are UDF.
        Pe[SystemRegister.VBAR_EL1] = 0x1_8000;
        Pe[SystemRegister.VBAR_EL2] = 0x2_0000;
        Pe[SystemRegister.VBAR_EL3] = 0x2_8000;
        Pe[SystemRegister.SCR_EL3] = SCR_EL3.NS | SCR_EL3.HCE;
        Pe.PC = Code;
    }

    public PhysicalMemory Memory { get; }

    public ProcessingElement Pe { get; }

    public StoringCpuInterface CpuInterface { get; } = new();

    public List<ExceptionTaken> Exceptions { get; } = [];

    public ExceptionTaken Last => Exceptions[^1];

    public EsrValue Esr => new(Last.Syndrome);

    public ulong SystemCount(ProcessingElement pe) => pe.RetiredInstructions;

    public ulong NextRandom() => _random = _random * 6364136223846793005 + 1442695040888963407;

    public void OnException(ProcessingElement pe, in ExceptionTaken taken) => Exceptions.Add(taken);

    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
    }

    public void Dispose()
    {
        Pe.Dispose();
        Memory.Dispose();
    }

    /// <summary>Writes words to physical memory.</summary>
    public void Put(ulong address, params uint[] words)
    {
        for (int i = 0; i < words.Length; i++)
            Assert.That(Pe.Physical.Write(new PhysicalAddress(address + (ulong)i * 4, Pas.Root), 4, words[i]).Ok, $"the test cannot write 0x{address:x}");
    }

    public void Put64(ulong address, ulong value) =>
        Assert.That(Pe.Physical.Write(new PhysicalAddress(address, Pas.Root), 8, value).Ok, $"the test cannot write 0x{address:x}");

    public ulong Get64(ulong address)
    {
        Pe.Physical.Read(new PhysicalAddress(address, Pas.Root), 8, out ulong value);
        return value;
    }

    /// <summary>Puts words at <see cref="Code"/> and executes as many instructions, one by one, but stops where one takes an exception.</summary>
    public TestPe Run(params uint[] words)
    {
        Put(Code, words);
        Pe.PC = Code;
        int before = Exceptions.Count;
        for (int i = 0; i < words.Length && Exceptions.Count == before; i++)
            Pe.Run(1, exact: true);
        return this;
    }

    /// <summary>Executes one instruction with X1, X2, X3 and flags given; X0 and the flags are the result.</summary>
    public (ulong Result, int Nzcv) Compute(uint word, ulong x1 = 0, ulong x2 = 0, ulong x3 = 0, int nzcv = 0, ulong x0 = 0)
    {
        Pe.X(0) = x0;
        Pe.X(1) = x1;
        Pe.X(2) = x2;
        Pe.X(3) = x3;
        Pe.Nzcv = nzcv;
        int before = Exceptions.Count;
        Run(word);
        Assert.That(Exceptions, Has.Count.EqualTo(before), () => $"exception {Esr}");
        return (Pe.X(0), Pe.Nzcv);
    }

    /// <summary>Goes to a level in a security state, with everything masked and the PC at <see cref="Code"/>.</summary>
    public TestPe At(ExceptionLevel level, SecurityState state = SecurityState.NonSecure)
    {
        while (Pe.CurrentLevel != ExceptionLevel.EL3)
            Pe.TakeException(ExceptionLevel.EL3, ExceptionType.Irq, 0, Code);
        Pe[SystemRegister.SCR_EL3] = new ScrEl3(Pe[SystemRegister.SCR_EL3]).WithSecurityState(state == SecurityState.Root ? SecurityState.NonSecure : state).Value;
        if (level != ExceptionLevel.EL3)
        {
            Pe[SystemRegister.SPSR_EL3] = SpsrValue.Create(level, handler: true, daif: 0xF).Value;
            Pe[SystemRegister.ELR_EL3] = Code;
            Pe.ExceptionReturn();
        }
        Pe.PC = Code;
        Exceptions.Clear();
        return this;
    }

    /// <summary>Turns on stage 1 at EL3: the first GiB is mapped to itself as Normal memory.</summary>
    public void MapEl3()
    {
        ulong table = NewTable();
        Put64(table, 1UL << 11 | 1UL << 10 | 3UL << 8 | 1);
        Pe[SystemRegister.MAIR_EL3] = 0xFF;
        Pe[SystemRegister.TTBR0_EL3] = table;
        Pe[SystemRegister.TCR_EL3] = 25 | 2UL << 16;
        Pe[SystemRegister.SCTLR_EL3] = SCTLR_ELx.M;
    }

    /// <summary>A fresh zeroed 4 KiB table.</summary>
    public ulong NewTable()
    {
        ulong table = _nextTable;
        _nextTable += 0x1000;
        return table;
    }
}
