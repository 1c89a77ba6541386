using System.Runtime.InteropServices;

namespace CcaEmu.Cpu;

/// <summary>One fast TLB entry. A tag is the virtual page where that kind of access needs no further look, else all ones.</summary>
/// <remarks>Stage 1, stage 2 and the granule protection check are all folded in when the entry is filled: a hit pays for none of them.</remarks>
[StructLayout(LayoutKind.Sequential, Size = 40)]
internal unsafe struct TlbEntry
{
    public const ulong Invalid = ulong.MaxValue;

    public ulong TagRead;
    public ulong TagWrite;
    public ulong TagExecute;

    /// <summary>Host address minus virtual address.</summary>
    public ulong Addend;

    /// <summary>The page's operations where <see cref="TagExecute"/> matches.</summary>
    public DecodedOp* Ops;
}
