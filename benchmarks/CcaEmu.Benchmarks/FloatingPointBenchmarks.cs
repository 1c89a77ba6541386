using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Benchmarks;

/// <summary>
/// Time of one scalar double-precision instruction: where the host may do it, and where it is done on integers because FPCR.FZ is set.
/// </summary>
public class FloatingPointBenchmarks : IPeEnvironment
{
    private const int Instructions = 1_000_000;
    private const int Unrolled = 15;
    private const ulong Code = 0x1_0000;

    private PhysicalMemory _memory = null!;
    private ProcessingElement _pe = null!;

    /// <summary>D0 of D1 and D2 (and D3 for FMADD), many times, then a branch back.</summary>
    [Params("FADD", "FMUL", "FDIV", "FMADD", "FCMP", "FCVTZS")]
    public string Instruction { get; set; } = "";

    ulong IPeEnvironment.SystemCount(ProcessingElement pe) => pe.RetiredInstructions;

    ulong IPeEnvironment.NextRandom() => 0;

    [GlobalSetup]
    public void Setup()
    {
        uint word = Instruction switch
        {
            "FADD" => 0x1E62_2820,
            "FMUL" => 0x1E62_0820,
            "FDIV" => 0x1E62_1820,
            "FMADD" => 0x1F42_0C20,
            "FCMP" => 0x1E62_2020,
            _ => 0x9E78_0020,
        };
        _memory = new PhysicalMemory();
        _memory.AddRam(0, 0x40_0000);
        _pe = new ProcessingElement(0, _memory, PeFeatures.Default, this);
        for (int i = 0; i < Unrolled; i++)
            _pe.Physical.Write(new PhysicalAddress(Code + (ulong)i * 4, Pas.Root), 4, word);
        _pe.Physical.Write(new PhysicalAddress(Code + Unrolled * 4, Pas.Root), 4, 0x1400_0000 | (-Unrolled & 0x3FF_FFFF));
        _pe.PC = Code;
        double[] values = [0, 1.1, 1.7, 2.3];
        for (int i = 0; i < values.Length; i++)
            _pe.V(i) = Vector128.CreateScalar(values[i]).AsByte();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _pe.Dispose();
        _memory.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Instructions, Baseline = true)]
    public RunStop OnTheHost() => Run(0);

    [Benchmark(OperationsPerInvoke = Instructions)]
    public RunStop OnIntegers() => Run(FPCR.FZ);

    private RunStop Run(uint fpcr)
    {
        _pe[SystemRegister.FPCR] = fpcr;
        return _pe.Run(Instructions);
    }
}
