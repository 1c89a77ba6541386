using BenchmarkDotNet.Attributes;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Benchmarks;

/// <summary>Time of one guest instruction in the interpreter: arithmetic, memory, calls, and exceptions there and back.</summary>
[MemoryDiagnoser]
public class InterpreterBenchmarks : IPeEnvironment
{
    private const int Instructions = 1_000_000;
    private const ulong Code = 0x1_0000, Stack = 0x2F_0000, Data = 0x20_0000, Vectors = 0x1_8000;

    // xorshift: three EOR with shifts, ADD, SUBS, B.NE.
    private static readonly uint[] Arithmetic = [0xCA003400, 0xCA401C00, 0xCA004400, 0x8B000042, 0xF1000421, 0x54FFFF61, 0x17FFFFFA];

    // 64 KiB: STR post-index, SUB, CBNZ; then LDP post-index, two ADD, SUBS, B.NE; for ever.
    private static readonly uint[] Streaming =
    [
        0xD2A00401, 0xAA0103E2, 0xD2840003, 0xF8008443, 0xD1000463, 0xB5FFFFC3,
        0xAA0103E2, 0xD2820003, 0xA8C11C46, 0x8B060108, 0x8B070108, 0xF1000463, 0x54FFFF81, 0x17FFFFF4,
    ];

    // fib(20), recursive, for ever: CMP, B.LT, STP pre-index, BL, LDP post-index, RET.
    private static readonly uint[] Calls =
    [
        0xD2800280, 0x94000002, 0x17FFFFFE,
        0xF100081F, 0x5400018B, 0xA9BE7BFD, 0xA90153F3, 0xAA0003F3, 0xD1000400, 0x97FFFFFA, 0xAA0003F4, 0xD1000A60, 0x97FFFFF7,
        0x8B140000, 0xA94153F3, 0xA8C27BFD, 0xD65F03C0,
    ];

    private static readonly uint[] Exceptions = [0xD4000001, 0x17FFFFFF];
    private static readonly uint[] Handler = [0xD538_5209, 0xD538_402A, 0xD69F_03E0];

    private readonly Dictionary<string, ProcessingElement> _pes = [];
    private readonly List<PhysicalMemory> _memories = [];

    ulong IPeEnvironment.SystemCount(ProcessingElement pe) => pe.RetiredInstructions;

    ulong IPeEnvironment.NextRandom() => 0;

    [GlobalSetup]
    public void Setup()
    {
        foreach (var (name, words) in new[] { ("alu", Arithmetic), ("mem", Streaming), ("call", Calls), ("svc", Exceptions) })
            _pes[name] = Make(words);
        _pes["alu"].X(0) = 1;
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (ProcessingElement pe in _pes.Values)
            pe.Dispose();
        _memories.ForEach(memory => memory.Dispose());
    }

    [Benchmark(OperationsPerInvoke = Instructions, Baseline = true)]
    public RunStop Alu() => _pes["alu"].Run(Instructions);

    [Benchmark(OperationsPerInvoke = Instructions)]
    public RunStop LoadsAndStores() => _pes["mem"].Run(Instructions);

    [Benchmark(OperationsPerInvoke = Instructions)]
    public RunStop CallsAndReturns() => _pes["call"].Run(Instructions);

    [Benchmark(OperationsPerInvoke = Instructions)]
    public RunStop SupervisorCalls() => _pes["svc"].Run(Instructions);

    // EL1, Non-secure, stage 1 off.
    private ProcessingElement Make(uint[] words)
    {
        var memory = new PhysicalMemory();
        _memories.Add(memory);
        memory.AddRam(0, 0x40_0000);
        var pe = new ProcessingElement(0, memory, PeFeatures.Default, this);
        Write(pe, Code, words);
        Write(pe, Vectors + 0x200, Handler);
        pe[SystemRegister.VBAR_EL1] = Vectors;
        pe[SystemRegister.SCR_EL3] = 0x531;
        pe[SystemRegister.SPSR_EL3] = SpsrValue.Create(ExceptionLevel.EL1, handler: true, daif: 0xF).Value;
        pe[SystemRegister.ELR_EL3] = Code;
        pe.SetStackPointer(ExceptionLevel.EL1, Stack);
        pe.X(1) = Data;
        pe.ExceptionReturn();
        return pe;
    }

    private static void Write(ProcessingElement pe, ulong address, uint[] words)
    {
        for (int i = 0; i < words.Length; i++)
            pe.Physical.Write(new PhysicalAddress(address + (ulong)i * 4, Pas.Root), 4, words[i]);
    }
}
