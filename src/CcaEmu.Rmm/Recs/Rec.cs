using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Run;
using L = CcaEmu.Rmm.Recs.RecLayout;

namespace CcaEmu.Rmm.Recs;

/// <summary>A Realm Execution Context: its attributes and PE state, in its granule in Realm memory.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), section "REC attributes". While the REC is RUNNING, its PE state is in the PE.
/// </remarks>
/// <param name="memory">Realm memory.</param>
/// <param name="address">The REC granule.</param>
internal readonly struct Rec(RealmMemory memory, ulong address)
{
    /// <summary>EL1h with D, A, I, F masked: how a REC starts.</summary>
    public static ulong InitialPstate => SpsrValue.Create(ExceptionLevel.EL1, handler: true, daif: 0xF).Value;

    /// <summary>The REC granule.</summary>
    public ulong Address => address;

    /// <summary>RD granule of the Realm it belongs to.</summary>
    public ulong Owner
    {
        get => memory.Read64(address + L.Owner);
        set => memory.Write64(address + L.Owner, value);
    }

    /// <summary>READY or RUNNING.</summary>
    public RecState State
    {
        get => (RecState)memory.Read64(address + L.State);
        set => memory.Write64(address + L.State, (ulong)value);
    }

    /// <summary>Whether it may be entered: on, in PSCI's terms.</summary>
    public bool IsRunnable
    {
        get => memory.Read64(address + L.Runnable) != 0;
        set => memory.Write64(address + L.Runnable, value ? 1UL : 0);
    }

    /// <summary>Its affinity as the host gave it.</summary>
    public RecMpidr Mpidr
    {
        get => new(memory.Read64(address + L.Mpidr));
        set => memory.Write64(address + L.Mpidr, value.Value);
    }

    /// <summary>What the last exit left open.</summary>
    public RecPending Pending
    {
        get => (RecPending)memory.Read64(address + L.Pending);
        set => memory.Write64(address + L.Pending, (ulong)value);
    }

    /// <summary>What kind of Data Abort the last exit was.</summary>
    public RecAbort Abort
    {
        get => (RecAbort)memory.Read64(address + L.Abort);
        set => memory.Write64(address + L.Abort, (ulong)value);
    }

    /// <summary>ESR_EL2 of that abort, unmasked.</summary>
    public EsrValue AbortEsr
    {
        get => new(memory.Read64(address + L.AbortEsr));
        set => memory.Write64(address + L.AbortEsr, value.Value);
    }

    /// <summary>FAR_EL2 of that abort.</summary>
    public ulong AbortFar
    {
        get => memory.Read64(address + L.AbortFar);
        set => memory.Write64(address + L.AbortFar, value);
    }

    /// <summary>Where the RsiHostCall structure is.</summary>
    public ulong HostCallIpa
    {
        get => memory.Read64(address + L.HostCallIpa);
        set => memory.Write64(address + L.HostCallIpa, value);
    }

    /// <summary>First IPA whose RIPAS has not been changed yet.</summary>
    public ulong RipasAddr
    {
        get => memory.Read64(address + L.RipasAddr);
        set => memory.Write64(address + L.RipasAddr, value);
    }

    /// <summary>End of the range whose RIPAS the Realm wants changed.</summary>
    public ulong RipasTop
    {
        get => memory.Read64(address + L.RipasTop);
        set => memory.Write64(address + L.RipasTop, value);
    }

    /// <summary>The RIPAS the Realm wants.</summary>
    public Ripas RipasValue
    {
        get => (Ripas)memory.Read64(address + L.RipasValue);
        set => memory.Write64(address + L.RipasValue, (ulong)value);
    }

    /// <summary>Whether DESTROYED may become RAM, too.</summary>
    public bool RipasChangeDestroyed
    {
        get => memory.Read64(address + L.RipasChangeDestroyed) != 0;
        set => memory.Write64(address + L.RipasChangeDestroyed, value ? 1UL : 0);
    }

    /// <summary>Register that takes the value of a register read which the host emulates; 31 discards.</summary>
    public int RegisterReadRt
    {
        get => (int)memory.Read64(address + L.RegisterReadRt);
        set => memory.Write64(address + L.RegisterReadRt, (ulong)value);
    }

    /// <summary>Whether it is getting an attestation token.</summary>
    public AttestState AttestState
    {
        get => (AttestState)memory.Read64(address + L.AttestState);
        set => memory.Write64(address + L.AttestState, (ulong)value);
    }

    /// <summary>Bytes of the token that have been given out.</summary>
    public ulong AttestOffset
    {
        get => memory.Read64(address + L.AttestOffset);
        set => memory.Write64(address + L.AttestOffset, value);
    }

    /// <summary>Parts of the signature that are done, of <see cref="RmmCosts.SigningParts"/>.</summary>
    public ulong SigningDone
    {
        get => memory.Read64(address + L.SigningDone);
        set => memory.Write64(address + L.SigningDone, value);
    }

    /// <summary>Copies the 64 bytes of challenge of the token under way.</summary>
    public void ReadChallenge(Span<byte> destination) => memory.Read(address + L.Challenge, destination);

    /// <summary>Sets the 64 bytes of challenge.</summary>
    public void WriteChallenge(ReadOnlySpan<ulong> source) => memory.Write(address + L.Challenge, source);

    /// <summary>Copies the four REMs that the token under way says, 64 bytes each.</summary>
    public void ReadAttestedMeasurements(Span<byte> destination) => memory.Read(address + L.AttestedMeasurements, destination);

    /// <summary>Sets the four REMs that the token under way says.</summary>
    public void WriteAttestedMeasurements(ReadOnlySpan<byte> source) => memory.Write(address + L.AttestedMeasurements, source);

    /// <summary>Address of the next instruction.</summary>
    public ulong Pc
    {
        get => memory.Read64(address + L.Pc);
        set => memory.Write64(address + L.Pc, value);
    }

    /// <summary>Process state, in the layout of SPSR_EL2.</summary>
    public ulong Pstate
    {
        get => memory.Read64(address + L.Pstate);
        set => memory.Write64(address + L.Pstate, value);
    }

    /// <summary>Whether a virtual SError is pending that the Realm has not taken yet; its syndrome is in VSESR_EL2.</summary>
    public bool IsErrorPending
    {
        get => memory.Read64(address + L.IsErrorPending) != 0;
        set => memory.Write64(address + L.IsErrorPending, value ? 1UL : 0);
    }

    /// <summary>pmu_ovf_status of the last exit.</summary>
    public bool IsOverflowSeen
    {
        get => memory.Read64(address + L.IsOverflowSeen) != 0;
        set => memory.Write64(address + L.IsOverflowSeen, value ? 1UL : 0);
    }

    /// <summary>A saved general-purpose register.</summary>
    /// <param name="register">0 to 30.</param>
    public ulong this[int register]
    {
        get => memory.Read64(address + L.Gprs + (ulong)register * 8);
        set => memory.Write64(address + L.Gprs + (ulong)register * 8, value);
    }

    /// <summary>A saved system register.</summary>
    /// <param name="register">One of <see cref="RecRegisters.All"/>.</param>
    public ulong this[SystemRegister register]
    {
        get => memory.Read64(address + (ulong)RecRegisters.OffsetOf(register));
        set => memory.Write64(address + (ulong)RecRegisters.OffsetOf(register), value);
    }

    /// <summary>Copies its performance monitors.</summary>
    /// <param name="values">As many words as <see cref="RecMonitors.WordsOf"/> says.</param>
    public void ReadMonitors(Span<ulong> values) => memory.Read(address + L.Monitors, values);

    /// <summary>Sets its performance monitors.</summary>
    public void WriteMonitors(ReadOnlySpan<ulong> values) => memory.Write(address + L.Monitors, values);

    /// <summary>Sets every system register to its reset value.</summary>
    public void ResetSystemRegisters()
    {
        foreach (SystemRegister register in RecRegisters.All)
            this[register] = RecRegisters.ResetValue(register);
        memory.Write64(address + L.DebugLocks, DebugLocks.Reset);
    }

    /// <summary>Copies the block of state that a PE holds while the REC runs.</summary>
    /// <param name="state">As many words as <see cref="RecSwitch.StateWords"/>.</param>
    public void ReadState(Span<ulong> state) => memory.Read(address + L.Pc, state);

    /// <summary>Sets that block.</summary>
    /// <param name="state">As many words as <see cref="RecSwitch.StateWords"/>.</param>
    public void WriteState(ReadOnlySpan<ulong> state) => memory.Write(address + L.Pc, state);
}
