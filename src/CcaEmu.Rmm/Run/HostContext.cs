using CcaEmu.Cpu;
using CcaEmu.Rmm.Recs;

namespace CcaEmu.Rmm.Run;

/// <summary>The host's EL1, EL0 and SIMD&amp;FP registers on one PE while a REC runs there.</summary>
/// <remarks>EL3 does not switch them between worlds, so a Realm would see and change them.</remarks>
/// <param name="pe">The PE.</param>
/// <param name="bank">Its <see cref="RecRegisters"/>.</param>
internal sealed class HostContext(ProcessingElement pe, RegisterBank bank)
{
    private readonly ulong[] _values = new ulong[bank.Count];
    private readonly ulong[] _vectors = new ulong[VectorRegisters.Words];
    private readonly ulong[] _monitors = new ulong[RecMonitors.Words];

    /// <summary>Takes them from the PE.</summary>
    /// <param name="counters">Event counters of the Realm; null where it has no performance monitors.</param>
    public void Save(int? counters)
    {
        bank.Save(pe, _values);
        VectorRegisters.Of(pe).CopyTo(_vectors);
        pe.Charge((ulong)bank.Count * RmmCosts.SystemSave);
        pe.Charge(VectorRegisters.Count * RmmCosts.VectorSave);
        if (counters is { } count)
            RecMonitors.Save(pe, _monitors.AsSpan(0, RecMonitors.WordsOf(count)), count);
    }

    /// <summary>Gives them back.</summary>
    /// <param name="counters">As when they were saved.</param>
    public void Restore(int? counters)
    {
        bank.Restore(pe, _values);
        _vectors.CopyTo(VectorRegisters.Of(pe));
        pe.Charge((ulong)bank.Count * RmmCosts.SystemRestore);
        pe.Charge(VectorRegisters.Count * RmmCosts.VectorRestore);
        if (counters is { } count)
            RecMonitors.Restore(pe, _monitors.AsSpan(0, RecMonitors.WordsOf(count)), count);
    }
}
