using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Tracing.Recording;

/// <summary>
/// Tells instructions: each when the next one begins, or when an exception is taken, or another PE does anything, for only then it is known what it did.
/// </summary>
internal sealed unsafe class InstructionTracer(MessageWriter messages, IEnumerable<ProcessingElement> pes) : IInstructionObserver
{
    private readonly PeTrace[] _pes = [.. pes.Select(pe => new PeTrace(pe))];
    private PeTrace? _open;

    public bool WatchesAccesses => true;

    /// <inheritdoc/>
    public bool BeforeInstruction(ProcessingElement pe)
    {
        PeTrace trace = _pes[pe.Index];
        if (_open == trace)
        {
            Complete(trace, trace.StackPointer);
        }
        else
        {
            Settle();
            TakeStock(trace);
            _open = trace;
        }
        trace.At = MessageHead.Pack(pe.SecurityState, pe.CurrentLevel);
        trace.Pc = pe.PC;
        trace.Word = pe.ShownInstruction(out ulong page);
        // Code is fetched from the space of its security state: what stage 2 maps from elsewhere is not executable.
        trace.Page = page | (ulong)SpaceOf(pe.SecurityState);
        trace.Stamp = new TraceStamp(pe.RetiredInstructions, pe.ChargedCycles);
        return false;
    }

    /// <inheritdoc/>
    public void OnAccess(ProcessingElement pe, in DataAccess access)
    {
        if (_open is not { } trace || trace.Pe != pe || trace.AccessCount == trace.Accesses.Length)
            return;
        PendingAccess pending = trace.Accesses[trace.AccessCount++];
        pending.Begin(access);
        pending.ReadKnown = pending is { Reads: true, HasData: true } && TryRead(pe, access, pending.Read);
    }

    /// <inheritdoc/>
    public void OnDeviceTransfer(ProcessingElement pe, ulong va, int size, AccessKind kind, ulong value)
    {
        if (_open is { AccessCount: > 0 } trace && trace.Pe == pe)
            trace.Accesses[trace.AccessCount - 1].Transfer(va, size, kind, value);
    }

    /// <inheritdoc/>
    public void Settle()
    {
        if (_open is { } trace)
            Complete(trace, trace.StackPointer);
        _open = null;
    }

    /// <summary>An exception is taken or returned from: what was under way is over.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="stackPointer">The stack pointer that its instruction has left.</param>
    public void Interrupt(ProcessingElement pe, ulong stackPointer)
    {
        if (_open is { } trace)
            Complete(trace, trace.Pe == pe ? stackPointer : trace.StackPointer);
        _open = null;
    }

    private void Complete(PeTrace trace, ulong stackPointer)
    {
        ref InstructionMessage message = ref messages.Begin<InstructionMessage>();
        message.Head = new MessageHead
        {
            Kind = MessageKind.Instruction,
            Pe = (byte)trace.Pe.Index,
            At = trace.At,
            More = (byte)trace.AccessCount,
            Detail = trace.Word,
        };
        message.Stamp = trace.Stamp;
        message.Pc = trace.Pc;
        message.Page = trace.Page;
        ulong changed = WriteScalars(trace, stackPointer);
        // Moves to System registers, and whatever calculates with SIMD and FP registers.
        if ((trace.Word & 0xFFC0_0000) == 0xD500_0000 || (trace.Word & 0x0E00_0000) == 0x0E00_0000)
            changed |= WriteControls(trace) | WriteSystemRegister(trace);
        // Loads, stores and data processing of SIMD and FP; nothing else writes V registers.
        if ((trace.Word & 0x0C00_0000) == 0x0C00_0000)
            changed |= WriteVectors(trace);
        message.Changed = changed;
        if (trace.AccessCount != 0)
            WriteAccesses(trace);
    }

    // Whatever was changed by somebody else than an instruction.
    private void TakeStock(PeTrace trace)
    {
        ProcessingElement pe = trace.Pe;
        ulong stackPointer = trace.StackPointer;
        if (!HasChanged(trace, stackPointer))
            return;
        ref InstructionMessage message = ref messages.Begin<InstructionMessage>();
        message.Head = new MessageHead { Kind = MessageKind.Registers, Pe = (byte)pe.Index, At = MessageHead.Pack(pe.SecurityState, pe.CurrentLevel) };
        message.Stamp = new TraceStamp(pe.RetiredInstructions, pe.ChargedCycles);
        message.Changed = WriteScalars(trace, stackPointer) | WriteControls(trace) | WriteVectors(trace);
    }

    private static bool HasChanged(PeTrace trace, ulong stackPointer)
    {
        ulong[] held = trace.Scalars;
        ProcessingElement pe = trace.Pe;
        return trace.ChangedRegisters() != 0 || stackPointer != held[TraceRegister.Sp] || (ulong)pe.Nzcv != held[TraceRegister.Nzcv]
            || pe[SystemRegister.FPCR] != held[TraceRegister.Fpcr] || pe[SystemRegister.FPSR] != held[TraceRegister.Fpsr]
            || !MemoryMarshal.CreateReadOnlySpan(ref pe.V(0), trace.Vectors.Length).SequenceEqual(trace.Vectors);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong WriteScalars(PeTrace trace, ulong stackPointer)
    {
        uint changed = trace.ChangedRegisters();
        ref ulong x0 = ref trace.Pe.X(0);
        for (uint left = changed; left != 0; left &= left - 1)
        {
            int number = BitOperations.TrailingZeroCount(left);
            messages.Take<ulong>() = trace.Scalars[number] = Unsafe.Add(ref x0, number);
        }
        return changed | Write(trace, TraceRegister.Sp, stackPointer) | Write(trace, TraceRegister.Nzcv, (ulong)trace.Pe.Nzcv);
    }

    private ulong WriteControls(PeTrace trace) =>
        Write(trace, TraceRegister.Fpcr, trace.Pe[SystemRegister.FPCR]) | Write(trace, TraceRegister.Fpsr, trace.Pe[SystemRegister.FPSR]);

    // MSR (register) that was executed: one that was trapped, or is UNDEFINED, has not retired. It leaves its own register as it was.
    private ulong WriteSystemRegister(PeTrace trace)
    {
        if ((trace.Word & 0xFFF0_0000) != 0xD510_0000 || trace.Pe.RetiredInstructions == trace.Stamp.Retired)
            return 0;
        int source = (int)trace.Word & 0x1F;
        messages.Take<ulong>() = source == 31 ? 0 : trace.Pe.X(source);
        return 1UL << TraceRegister.System;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Write(PeTrace trace, int register, ulong value)
    {
        if (trace.Scalars[register] == value)
            return 0;
        messages.Take<ulong>() = trace.Scalars[register] = value;
        return 1UL << register;
    }

    private ulong WriteVectors(PeTrace trace)
    {
        ref Vector128<byte> v0 = ref trace.Pe.V(0);
        ulong changed = 0;
        for (int i = 0; i < trace.Vectors.Length; i++)
            changed |= Unsafe.Add(ref v0, i) == trace.Vectors[i] ? 0 : 1UL << i;
        if (changed == 0)
            return 0;
        messages.Take<ulong>() = changed;
        for (ulong left = changed; left != 0; left &= left - 1)
        {
            int number = BitOperations.TrailingZeroCount(left);
            messages.Take<Vector128<byte>>() = trace.Vectors[number] = Unsafe.Add(ref v0, number);
        }
        return InstructionMessage.Vectors;
    }

    private void WriteAccesses(PeTrace trace)
    {
        for (int i = 0; i < trace.AccessCount; i++)
            Write(trace.Pe, trace.Accesses[i]);
        trace.AccessCount = 0;
    }

    private void Write(ProcessingElement pe, PendingAccess pending)
    {
        ref readonly DataAccess access = ref pending.Access;
        ref AccessMessage message = ref messages.Take<AccessMessage>();
        message.Va = access.Va;
        message.Pa = access.Pa.Value;
        message.Pas = access.Pa.Pas;
        message.Size = (ushort)access.Size;
        message.Kind = access.Kind;
        message.HasRead = pending.ReadKnown;
        if (pending.ReadKnown)
            pending.Read.CopyTo(messages.TakeBytes(access.Size));
        message.HasWritten = pending.WriteKnown || (pending is { Writes: true, HasData: true } && TryRead(pe, access, pending.Written));
        if (message.HasWritten)
            pending.Written.CopyTo(messages.TakeBytes(access.Size));
    }

    // RAM alone: reading a device could change it.
    private static bool TryRead(ProcessingElement pe, in DataAccess access, Span<byte> to)
    {
        int first = access.InFirstPage;
        return TryRead(pe, access.Pa, to[..first]) && (first == to.Length || TryRead(pe, access.SecondPage, to[first..]));
    }

    private static bool TryRead(ProcessingElement pe, PhysicalAddress pa, Span<byte> to)
    {
        byte* host = pe.Physical.PeekRam(new PhysicalAddress(pa.Value & ~7UL, pa.Pas));
        if (host != null)
        {
            new ReadOnlySpan<byte>(host + (pa.Value & 7), to.Length).CopyTo(to);
            return true;
        }
        // RAM that was never touched reads as zero.
        to.Clear();
        return pe.Physical.Memory.IsRam(pa.Value, (ulong)to.Length);
    }

    private static Pas SpaceOf(SecurityState state) => state switch
    {
        SecurityState.Realm => Pas.Realm,
        SecurityState.Secure => Pas.Secure,
        SecurityState.Root => Pas.Root,
        _ => Pas.NonSecure,
    };
}
