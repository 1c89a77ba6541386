using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Instructions.AdvancedSimd;

/// <summary>A PE with every feature, and vectors as numbers of 128 bits.</summary>
internal sealed class VectorMachine : IDisposable
{
    public TestPe Machine { get; } = new(new PeFeatures(Enum.GetValues<Feature>()));

    public UInt128 this[int v]
    {
        get => Unsafe.BitCast<Vector128<byte>, UInt128>(Machine.Pe.V(v));
        set => Machine.Pe.V(v) = Unsafe.BitCast<UInt128, Vector128<byte>>(value);
    }

    public void Dispose() => Machine.Dispose();

    /// <summary>Executes an instruction on V0 (destination), V1 and V2.</summary>
    /// <returns>V0 and FPSR.QC.</returns>
    public (UInt128 Result, bool QC) Compute(uint word, UInt128 d, UInt128 n, UInt128 m)
    {
        (this[0], this[1], this[2]) = (d, n, m);
        Machine.Pe[SystemRegister.FPSR] = 0;
        int before = Machine.Exceptions.Count;
        Machine.Run(word);
        Assert.That(Machine.Exceptions, Has.Count.EqualTo(before), () => $"0x{word:x8}: exception {Machine.Esr}");
        return (this[0], (Machine.Pe[SystemRegister.FPSR] & FPSR.QC) != 0);
    }
}
