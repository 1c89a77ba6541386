using System.Runtime.InteropServices;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Recs;
using L = CcaEmu.Rmm.Recs.RecLayout;

namespace CcaEmu.Rmm.Run;

/// <summary>Exchanges EL1, EL0 and SIMD&amp;FP registers between the host and a REC on one PE, and keeps the host's while the REC runs.</summary>
/// <remarks>EL3 does not switch them between worlds, so a Realm would see and change the host's.</remarks>
/// <param name="pe">The PE.</param>
internal sealed class RecSwitch(ProcessingElement pe)
{
    /// <summary>Words of the block of a REC's state that a PE holds while it runs.</summary>
    public const int StateWords = L.StateWords;

    private const int GeneralCount = 31;

    // Places in that block.
    private const int Pc = 0, Pstate = 1, General = (L.Gprs - L.Pc) / 8, System = (L.SystemRegisters - L.Pc) / 8, Vector = (L.Vectors - L.Pc) / 8;
    private const int Locks = (L.DebugLocks - L.Pc) / 8;

    private readonly RegisterBank _bank = RecRegisters.BankOf(pe);
    private readonly ulong[] _state = new ulong[StateWords];
    private readonly ulong[] _host = new ulong[RecRegisters.Count];
    private readonly ulong[] _hostVectors = new ulong[VectorRegisters.Words];
    private readonly ulong[] _hostMonitors = new ulong[RecMonitors.Words];
    private ulong _hostLocks;

    private Span<ulong> Generals => MemoryMarshal.CreateSpan(ref pe.X(0), GeneralCount);

    /// <summary>Keeps the host's registers and puts those of a REC onto the PE: before an ERET to the Realm.</summary>
    /// <param name="rec">The REC.</param>
    /// <param name="counters">Event counters of the Realm; null where it has no performance monitors.</param>
    public void Enter(Rec rec, int? counters)
    {
        rec.ReadState(_state);
        _hostLocks = DebugLocks.Of(pe);
        DebugLocks.Put(pe, _hostLocks, _state[Locks]);
        _bank.Exchange(pe, _host, _state.AsSpan(System));
        Span<ulong> vectors = VectorRegisters.Of(pe);
        vectors.CopyTo(_hostVectors);
        _state.AsSpan(Vector, VectorRegisters.Words).CopyTo(vectors);
        pe[SystemRegister.ELR_EL2] = _state[Pc];
        pe[SystemRegister.SPSR_EL2] = _state[Pstate];
        _state.AsSpan(General, GeneralCount).CopyTo(Generals);
        if (counters is { } count)
            RecMonitors.Save(pe, _hostMonitors.AsSpan(0, RecMonitors.WordsOf(count)), count);
        pe.Charge(33 * RmmCosts.GeneralRestore);
        Charge();
    }

    /// <summary>Moves a REC's registers into its granule and gives the host back its own: after an exception to R-EL2. Monitors are left.</summary>
    /// <param name="rec">The REC.</param>
    public void Leave(Rec rec)
    {
        _state[Pc] = pe[SystemRegister.ELR_EL2];
        _state[Pstate] = pe[SystemRegister.SPSR_EL2];
        Generals.CopyTo(_state.AsSpan(General));
        _state[Locks] = DebugLocks.Of(pe);
        DebugLocks.Put(pe, _state[Locks], _hostLocks);
        _bank.Exchange(pe, _state.AsSpan(System), _host);
        Span<ulong> vectors = VectorRegisters.Of(pe);
        vectors.CopyTo(_state.AsSpan(Vector));
        _hostVectors.CopyTo(vectors);
        rec.WriteState(_state);
        pe.Charge(33 * RmmCosts.GeneralSave);
        Charge();
    }

    /// <summary>Gives the host back its performance monitors, after the REC's were saved.</summary>
    /// <param name="counters">As on entry.</param>
    public void RestoreMonitors(int? counters)
    {
        if (counters is { } count)
            RecMonitors.Restore(pe, _hostMonitors.AsSpan(0, RecMonitors.WordsOf(count)), count);
    }

    private void Charge()
    {
        pe.Charge((ulong)_bank.Count * RmmCosts.SystemSave);
        pe.Charge((ulong)_bank.Count * RmmCosts.SystemRestore);
        pe.Charge(VectorRegisters.Count * RmmCosts.VectorSave);
        pe.Charge(VectorRegisters.Count * RmmCosts.VectorRestore);
    }
}
