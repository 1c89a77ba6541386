using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Tracing.Format;

namespace CcaEmu.Diagnostics.Tracing.Recording;

/// <summary>What is known of one PE while it is traced: what its registers held, and the instruction that was begun last.</summary>
internal sealed class PeTrace(ProcessingElement pe)
{
    public readonly ProcessingElement Pe = pe;

    public byte At;
    public ulong Pc;
    public uint Word;
    public ulong Page;
    public TraceStamp Stamp;

    public readonly ulong[] Scalars = new ulong[TraceRegister.Held];
    public readonly Vector128<byte>[] Vectors = new Vector128<byte>[CodecState.Vectors];

    public readonly PendingAccess[] Accesses = [.. Enumerable.Range(0, BlockEncoder.MostAccesses).Select(_ => new PendingAccess())];
    public int AccessCount;

    /// <summary>The stack pointer in use.</summary>
    public ulong StackPointer => Pe.GetStackPointer(Pe.SpSel ? Pe.CurrentLevel : Arm.ExceptionLevel.EL0);

    /// <summary>Which of X0 to X30 differ from what they held, by a bit each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ChangedRegisters()
    {
        ref ulong x0 = ref Pe.X(0);
        ref ulong held = ref Scalars[0];
        uint changed = 0;
        // Slot 31 of the PE is the zero register's; what stands there on this side is the stack pointer, which is compared by itself.
        for (int i = 0; i < 32; i += 4)
        {
            Vector256<ulong> same = Vector256.Equals(Vector256.LoadUnsafe(ref x0, (nuint)i), Vector256.LoadUnsafe(ref held, (nuint)i));
            changed |= (~same.ExtractMostSignificantBits() & 0xF) << i;
        }
        return changed & 0x7FFF_FFFF;
    }
}
