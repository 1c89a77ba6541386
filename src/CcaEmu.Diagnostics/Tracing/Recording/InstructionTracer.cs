using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Tracing.Recording;

/// <summary>Writes instructions: each when the next one begins, or when an exception is taken, for only then it is known what it did.</summary>
internal sealed unsafe class InstructionTracer(TraceFileWriter output, PeTrace[] pes) : IInstructionObserver
{
    private readonly byte[] _written = new byte[TraceFormat.MaxDataBytes];

    public bool WatchesAccesses => true;

    /// <inheritdoc/>
    public bool BeforeInstruction(ProcessingElement pe)
    {
        PeTrace trace = pes[pe.Index];
        if (trace.IsUnderWay)
            Complete(pe, trace, pe.GetStackPointer(pe.SpSel ? pe.CurrentLevel : ExceptionLevel.EL0));
        else
            TakeStock(pe, trace);
        trace.IsUnderWay = true;
        trace.Pc = pe.PC;
        trace.Word = pe.ShownInstruction(out ulong page);
        // Code is fetched from the space of its security state: what stage 2 maps from elsewhere is not executable.
        trace.Pa = new PhysicalAddress(page | (trace.Pc & 0xFFF), SpaceOf(trace.Place.State));
        trace.Stamp = new TraceStamp(pe.RetiredInstructions, pe.ChargedCycles);
        return false;
    }

    /// <inheritdoc/>
    public void OnAccess(ProcessingElement pe, in DataAccess access)
    {
        PeTrace trace = pes[pe.Index];
        if (!trace.IsUnderWay || trace.AccessCount == trace.Accesses.Length)
            return;
        ref PendingAccess pending = ref trace.Accesses[trace.AccessCount];
        pending.Access = access;
        pending.ReadKnown = (access.Kind & AccessKind.Read) != 0 && access.Size <= TraceFormat.MaxDataBytes
            && TryRead(pe, access, trace.ReadData.AsSpan(trace.AccessCount * TraceFormat.MaxDataBytes, access.Size));
        trace.AccessCount++;
    }

    /// <summary>An exception is taken or returned from: what was under way is over.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="stackPointer">The stack pointer that the instruction has left.</param>
    public void Interrupt(ProcessingElement pe, ulong stackPointer)
    {
        PeTrace trace = pes[pe.Index];
        if (trace.IsUnderWay)
            Complete(pe, trace, stackPointer);
        trace.IsUnderWay = false;
    }

    private void Complete(ProcessingElement pe, PeTrace trace, ulong stackPointer)
    {
        output.BeginInstruction(trace.Place, trace.Stamp, trace.Pc, trace.Word, trace.Pa);
        WriteScalars(pe, trace, stackPointer);
        // Loads, stores and data processing of SIMD and FP; nothing else writes V registers.
        if ((trace.Word & 0x0C00_0000) == 0x0C00_0000)
            WriteVectors(pe, trace);
        // Moves to System registers.
        if ((trace.Word & 0xFFC0_0000) == 0xD500_0000 || (trace.Word & 0x0E00_0000) == 0x0E00_0000)
            WriteControls(pe, trace);
        if (trace.AccessCount != 0)
            WriteAccesses(pe, trace);
        output.EndInstruction();
    }

    // Whatever was changed by somebody else than an instruction.
    private void TakeStock(ProcessingElement pe, PeTrace trace)
    {
        ulong stackPointer = pe.GetStackPointer(pe.SpSel ? pe.CurrentLevel : ExceptionLevel.EL0);
        if (!HasChanged(pe, trace, stackPointer))
            return;
        output.BeginRegisters(trace.Place, new TraceStamp(pe.RetiredInstructions, pe.ChargedCycles));
        WriteScalars(pe, trace, stackPointer);
        WriteVectors(pe, trace);
        WriteControls(pe, trace);
        output.EndRegisters();
    }

    private static bool HasChanged(ProcessingElement pe, PeTrace trace, ulong stackPointer)
    {
        ulong[] held = trace.Scalars;
        return trace.ChangedRegisters(ref pe.X(0)) != 0 || stackPointer != held[TraceRegister.Sp] || (ulong)pe.Nzcv != held[TraceRegister.Nzcv]
            || pe[SystemRegister.FPCR] != held[TraceRegister.Fpcr] || pe[SystemRegister.FPSR] != held[TraceRegister.Fpsr]
            || !MemoryMarshal.CreateReadOnlySpan(ref pe.V(0), trace.Vectors.Length).SequenceEqual(trace.Vectors);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteScalars(ProcessingElement pe, PeTrace trace, ulong stackPointer)
    {
        ref ulong x0 = ref pe.X(0);
        ulong[] held = trace.Scalars;
        for (uint changed = trace.ChangedRegisters(ref x0); changed != 0; changed &= changed - 1)
        {
            int number = BitOperations.TrailingZeroCount(changed);
            output.Change(number, held[number] = Unsafe.Add(ref x0, number));
        }
        if (stackPointer != held[TraceRegister.Sp])
            output.Change(TraceRegister.Sp, held[TraceRegister.Sp] = stackPointer);
        ulong flags = (ulong)pe.Nzcv;
        if (flags != held[TraceRegister.Nzcv])
            output.Change(TraceRegister.Nzcv, held[TraceRegister.Nzcv] = flags);
    }

    private void WriteVectors(ProcessingElement pe, PeTrace trace)
    {
        ref Vector128<byte> v0 = ref pe.V(0);
        for (int i = 0; i < trace.Vectors.Length; i++)
        {
            Vector128<byte> now = Unsafe.Add(ref v0, i);
            if (now == trace.Vectors[i])
                continue;
            trace.Vectors[i] = now;
            output.ChangeVector(i, now.AsUInt64()[0], now.AsUInt64()[1]);
        }
    }

    private void WriteControls(ProcessingElement pe, PeTrace trace)
    {
        WriteControl(trace, TraceRegister.Fpcr, pe[SystemRegister.FPCR]);
        WriteControl(trace, TraceRegister.Fpsr, pe[SystemRegister.FPSR]);
    }

    private void WriteControl(PeTrace trace, int register, ulong value)
    {
        if (trace.Scalars[register] == value)
            return;
        output.Change(register, trace.Scalars[register] = value);
    }

    private void WriteAccesses(ProcessingElement pe, PeTrace trace)
    {
        for (int i = 0; i < trace.AccessCount; i++)
        {
            ref PendingAccess pending = ref trace.Accesses[i];
            ref readonly DataAccess access = ref pending.Access;
            Span<byte> written = default;
            if ((access.Kind & AccessKind.Write) != 0 && access.Size <= TraceFormat.MaxDataBytes && TryRead(pe, access, _written.AsSpan(0, access.Size)))
                written = _written.AsSpan(0, access.Size);
            Span<byte> read = pending.ReadKnown ? trace.ReadData.AsSpan(i * TraceFormat.MaxDataBytes, access.Size) : default;
            output.Access(access.Va, access.Size, access.Kind, access.Pa, read, written);
        }
        trace.AccessCount = 0;
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
