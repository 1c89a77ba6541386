using CcaEmu.Arm.A64;
using CcaEmu.Cpu.Instructions;

namespace CcaEmu.Cpu;

/// <summary>What a sample record tells of an instruction: its class, whether its condition holds, the address it is about.</summary>
/// <remarks>
/// Arm ARM, D17.6 "The profiling data", D18.2.7 "Operation Type packet"; J1.1 shared pseudocode SPEConstructClass. Read off the instruction
/// and the registers before it executes, so that executing it knows nothing of being sampled.
/// </remarks>
internal readonly unsafe struct SampledOperation
{
    private const byte OtherClass = 0, MemoryClass = 1, BranchClass = 2;

    public SampledOperation(in Instruction i, ProcessingElement pe, PeState* s, ulong pc)
    {
        FlowControl flow = i.IsDefined ? i.Encoding.FlowControl : FlowControl.Exception;
        IsBranch = flow is not (FlowControl.Next or FlowControl.Exception);
        (IsConditional, Passed) = ConditionOf(i, s);
        if (IsBranch)
        {
            bool indirect = flow is FlowControl.Return or FlowControl.ExceptionReturn or FlowControl.IndirectBranch || i.Op is A64Op.BLR or (>= A64Op.BLRAA and <= A64Op.BLRABZ);
            (Class, Subclass) = (BranchClass, (byte)((indirect ? 2 : 0) | (IsConditional ? 1 : 0)));
        }
        else if (i.IsDefined && MemoryAddress.TryFind(i, pe, s, pc, out ulong address))
        {
            Address = address;
            (IsLoad, IsStore) = DirectionOf(i);
            (Class, Subclass) = (MemoryClass, MemorySubclass(i, store: !IsLoad));
        }
        else
        {
            (Class, Subclass) = (OtherClass, (byte)(IsConditional ? 1 : 0));
        }
    }

    /// <summary>CLASS of the Operation Type packet.</summary>
    public byte Class { get; }

    /// <summary>SUBCLASS of the Operation Type packet.</summary>
    public byte Subclass { get; }

    public bool IsBranch { get; }

    public bool IsLoad { get; }

    public bool IsStore { get; }

    /// <summary>Whether PSTATE.NZCV, or for a branch a register, decides what it does.</summary>
    public bool IsConditional { get; }

    /// <summary>Whether the condition holds; true where there is none.</summary>
    public bool Passed { get; }

    /// <summary>Address of the data, where the operation accesses memory.</summary>
    public ulong? Address { get; }

    /// <summary>PMSFCR_EL1.TYPE of the operation.</summary>
    public ulong Types => (IsBranch ? 1UL : 0) | (IsLoad ? 2UL : 0) | (IsStore ? 4UL : 0);

    private static (bool IsConditional, bool Passed) ConditionOf(in Instruction i, PeState* s)
    {
        ulong test = s->X[Slots.Source(i.Rt)];
        switch (i.Op)
        {
            case A64Op.CBZ or A64Op.CBNZ:
                return (true, (i.Is64Bit ? test : (uint)test) == 0 == (i.Op == A64Op.CBZ));
            case A64Op.TBZ or A64Op.TBNZ:
                return (true, (test >> i.BitPosition & 1) == 0 == (i.Op == A64Op.TBZ));
        }
        if (!i.IsDefined || i.Encoding.FieldMask('c') == 0 || i.Condition >= Condition.AL)
            return (false, true);
        return (true, Flags.IsIn(s->Nzcv, Flags.SetOf(i.Condition)));
    }

    // An atomic that gives a value back is a load and a store; one that drops it is a store.
    private static (bool IsLoad, bool IsStore) DirectionOf(in Instruction i)
    {
        string mnemonic = i.Encoding.Mnemonic;
        bool atomic = IsAtomic(i);
        if (i.Op is >= A64Op.CPYFP and <= A64Op.CPYE)
            return i.Op is A64Op.SETP or A64Op.SETM or A64Op.SETE ? (false, true) : (true, true);
        if (atomic)
            return (StartsWithAny(mnemonic, "cas", "swp") || i.Rt != 31 || i.Acquire, true);
        bool store = mnemonic.StartsWith("st", StringComparison.Ordinal) || i.Op == A64Op.SYS;
        return (!store, store);
    }

    private static byte MemorySubclass(in Instruction i, bool store)
    {
        int ldst = store ? 1 : 0;
        if (i.Op == A64Op.SYS || i.Op is >= A64Op.CPYFP and <= A64Op.CPYE)
            return (byte)(0b0001_0000 | ldst); // unspecified registers
        if (i.OperandCount > 0 && i.GetOperand(0).Kind is OperandKind.SimdRegister or OperandKind.SimdList or OperandKind.SimdElementList)
            return (byte)(0b0000_0100 | ldst);
        string mnemonic = i.Encoding.Mnemonic;
        bool atomic = IsAtomic(i), exclusive = StartsWithAny(mnemonic, "ldx", "ldax", "stx", "stlx");
        bool ordered = i.Acquire || i.Release || (!atomic && StartsWithAny(mnemonic, "lda", "ldl", "ldi", "stl", "sti"));
        if (!atomic && !exclusive && !ordered)
            return (byte)ldst;
        return (byte)((ordered ? 1 << 4 : 0) | (exclusive ? 1 << 3 : 0) | (atomic ? 1 << 2 : 0) | 1 << 1 | ldst);
    }

    private static bool IsAtomic(in Instruction i) => i.Feature == Feature.FEAT_LSE;

    private static bool StartsWithAny(string mnemonic, params ReadOnlySpan<string> beginnings)
    {
        foreach (string beginning in beginnings)
        {
            if (mnemonic.StartsWith(beginning, StringComparison.Ordinal))
                return true;
        }
        return false;
    }
}
