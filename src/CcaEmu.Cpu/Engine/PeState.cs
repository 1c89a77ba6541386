using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu;

/// <summary>The hot state of one PE, in native memory so that its address never changes.</summary>
/// <remarks>
/// Register numbers 0 to 30 of <see cref="X"/> are X0 to X30. Slot <see cref="Zero"/> always holds 0 (the zero register as a source),
/// <see cref="Discard"/> takes what is written to the zero register, <see cref="Sp"/> is the current stack pointer: predecoding chooses
/// the slot, so that no instruction ever asks whether register 31 means XZR or SP.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PeState
{
    /// <summary>Slot of the zero register as a source.</summary>
    public const int Zero = 31;

    /// <summary>Slot that writes to the zero register go to.</summary>
    public const int Discard = 32;

    /// <summary>Slot of the stack pointer selected by PSTATE.EL and PSTATE.SP.</summary>
    public const int Sp = 33;

    private fixed ulong _x[34];

    // Behind the 34 slots: 272 bytes, a multiple of 16.
    private fixed ulong _v[64];

    /// <summary>The register slots; they stand first, so that this is the state's own address.</summary>
    public ulong* X => (ulong*)Unsafe.AsPointer(ref this);

    /// <summary>V0 to V31, 16 bytes each, the lowest byte first.</summary>
    public Vector128<byte>* V => (Vector128<byte>*)(X + 34);

    /// <summary>Address of the next instruction; while a page is executing, only right when a handler has left it.</summary>
    public ulong PC;

    /// <summary>PSTATE.NZCV in bits 31:28.</summary>
    public uint Nzcv;

    /// <summary>Nonzero where SIMD&amp;FP instructions are trapped in the current state; see <see cref="Instructions.FpAccess"/>.</summary>
    public byte FpTrapped;

    /// <summary>FPCR: only implemented bits are ever set.</summary>
    public uint Fpcr;

    /// <summary>FPSR: the cumulative flags.</summary>
    public uint Fpsr;

    /// <summary>
    /// PSTATE.BTYPE in bits 1:0, and above it the value of <see cref="Retired"/> up to which it holds: the next instruction that retires
    /// makes it zero.
    /// </summary>
    public ulong BranchMark;

    /// <summary>0 where unaligned accesses are allowed, all ones where every data access must be aligned (SCTLR_ELx.A or MMU off).</summary>
    public ulong AlignMask;

    /// <summary>The register file, by <see cref="CcaEmu.Arm.Registers.SystemRegister"/>.</summary>
    public ulong* Registers;

    /// <summary>Names the level and the values of all registers that decide about MRS and MSR; see <see cref="PlainAccess"/>. Never zero.</summary>
    public ulong AccessKey;

    /// <summary>Fast TLB of the current regime and privilege.</summary>
    public TlbEntry* Tlb;

    /// <summary>First operation of the executing page.</summary>
    public DecodedOp* PageOps;

    /// <summary>Virtual address of the executing page.</summary>
    public ulong PagePc;

    /// <summary>Where the straight run began that has not been added to <see cref="Retired"/> yet.</summary>
    public DecodedOp* RunStart;

    /// <summary>Instructions retired up to <see cref="RunStart"/>.</summary>
    public ulong Retired;

    /// <summary>Value of <see cref="Retired"/> at which the engine returns to its caller at the next branch or page end.</summary>
    public ulong Deadline;
}
