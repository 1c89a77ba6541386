using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Tracing.Recording;

/// <summary>What is known of one PE while it is traced: where it is, what its registers held, the instruction under way.</summary>
internal sealed class PeTrace
{
    public TracePlace Place;
    public bool IsUnderWay;
    public ulong Pc;
    public uint Word;
    public PhysicalAddress Pa;
    public TraceStamp Stamp;
    public readonly ulong[] Scalars = new ulong[TraceRegister.Scalars];
    public readonly Vector128<byte>[] Vectors = new Vector128<byte>[32];
    public readonly PendingAccess[] Accesses = new PendingAccess[Format.TraceFileWriter.MostAccesses];
    public readonly byte[] ReadData = new byte[Format.TraceFileWriter.MostAccesses * Format.TraceFormat.MaxDataBytes];
    public int AccessCount;

    /// <summary>Which of X0 to X30 differ from what they held, by a bit each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ChangedRegisters(ref ulong x0)
    {
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

/// <summary>An access of the instruction under way; its data are at its number's place in <see cref="PeTrace.ReadData"/>.</summary>
internal struct PendingAccess
{
    public DataAccess Access;
    public bool ReadKnown;
}
