using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Recs;
using L = CcaEmu.Arm.Rmi.RmiRecRunLayout;

namespace CcaEmu.Rmm.Run;

/// <summary>What the host learns of one REC exit: RmiRecExit, all zero but for what is set.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "REC exit".</remarks>
internal sealed class RecExit
{
    private readonly byte[] _bytes = new byte[L.Size - L.ExitReason];

    /// <summary>Starts a new one.</summary>
    /// <param name="reason">Why the REC exits.</param>
    public RecExit Begin(RmiRecExitReason reason)
    {
        Array.Clear(_bytes);
        _bytes[0] = (byte)reason;
        Abort = RecAbort.None;
        return this;
    }

    /// <summary>What the host may ask for on the next entry.</summary>
    public RecAbort Abort { get; set; }

    /// <summary>Sets a field of 64 bits, or the low bits of a shorter one.</summary>
    /// <param name="offset">Offset in RmiRecRun.</param>
    /// <param name="value">Its value.</param>
    public RecExit With(int offset, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(offset - L.ExitReason), value);
        return this;
    }

    /// <summary>Sets a general-purpose register.</summary>
    /// <param name="index">0 to 30.</param>
    /// <param name="value">Its value.</param>
    public RecExit WithGpr(int index, ulong value) => With(L.ExitGprs + index * 8, value);

    /// <summary>Sets all general-purpose registers.</summary>
    /// <param name="values">31 values.</param>
    public RecExit WithGprs(ReadOnlySpan<ulong> values)
    {
        MemoryMarshal.AsBytes(values[..31]).CopyTo(_bytes.AsSpan(L.ExitGprs - L.ExitReason));
        return this;
    }

    /// <summary>Adds what every exit shows: the timers of the REC, with offset 0, and the overflow interrupt of its counters.</summary>
    public RecExit WithTimersAndMonitors(Rec rec) =>
        With(L.ExitCntpCtl, rec[SystemRegister.CNTP_CTL_EL0])
            .With(L.ExitCntpCval, rec[SystemRegister.CNTP_CVAL_EL0])
            .With(L.ExitCntvCtl, rec[SystemRegister.CNTV_CTL_EL0])
            .With(L.ExitCntvCval, rec[SystemRegister.CNTV_CVAL_EL0])
            .With(L.ExitPmuOvfStatus, rec.IsOverflowSeen ? 1UL : 0);

    /// <summary>Hands it over.</summary>
    /// <param name="host">The host's memory.</param>
    /// <param name="layout">Where the host looks for the fields.</param>
    /// <param name="run">The run page.</param>
    /// <returns>False where the page is not the host's any more.</returns>
    public bool TryWrite(HostMemory host, AbiLayout layout, ulong run)
    {
        layout.FromCanonical(_bytes);
        return host.TryWrite(run + L.ExitReason, _bytes);
    }
}
