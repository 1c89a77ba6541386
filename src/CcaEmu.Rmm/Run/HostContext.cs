using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Recs;

namespace CcaEmu.Rmm.Run;

/// <summary>The host's EL1, EL0 and SIMD&amp;FP registers on one PE while a REC runs there.</summary>
/// <remarks>EL3 does not switch them between worlds, so a Realm would see and change them.</remarks>
internal sealed class HostContext
{
    private readonly ulong[] _values = new ulong[RecRegisters.All.Length];
    private readonly ulong[] _vectors = new ulong[VectorRegisters.Words];

    /// <summary>Takes them from the PE.</summary>
    public void Save(ProcessingElement pe)
    {
        ReadOnlySpan<SystemRegister> registers = RecRegisters.All;
        for (int i = 0; i < registers.Length; i++)
            _values[i] = pe[registers[i]];
        VectorRegisters.Of(pe).CopyTo(_vectors);
        pe.Charge((ulong)registers.Length * RmmCosts.SystemSave);
        pe.Charge(VectorRegisters.Count * RmmCosts.VectorSave);
    }

    /// <summary>Gives them back.</summary>
    public void Restore(ProcessingElement pe)
    {
        ReadOnlySpan<SystemRegister> registers = RecRegisters.All;
        for (int i = 0; i < registers.Length; i++)
            pe[registers[i]] = _values[i];
        _vectors.CopyTo(VectorRegisters.Of(pe));
        pe.Charge((ulong)registers.Length * RmmCosts.SystemRestore);
        pe.Charge(VectorRegisters.Count * RmmCosts.VectorRestore);
    }
}
