using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Branches: unconditional, conditional, compare and branch, test and branch, to a register.</summary>
/// <remarks>
/// Arm ARM, C6.2 B, BL, B.cond, BC.cond, CBZ, CBNZ, TBZ, TBNZ, BR, BLR, RET. A target within the page is laid out as a distance in operations,
/// any other as a distance from the page's address, which is known only when the code runs.
/// </remarks>
internal static unsafe class Branches
{
    public static Handler Predecode(in Instruction i, uint index, DecodedOp* op)
    {
        long target = index * 4 + i.Imm;
        bool near = target is >= 0 and < 0x1000;
        op->Imm = near ? (ulong)(i.Imm >> 2) : (ulong)target;
        op->Rn = Slots.Source(i.Rt);
        switch (i.Op)
        {
            case A64Op.B:
                return near ? &Branch<Near> : &Branch<Far>;
            case A64Op.BL:
                return near ? &BranchWithLink<Near> : &BranchWithLink<Far>;
            case A64Op.B_cond:
            case A64Op.BC_cond:
                op->Spare = Flags.SetOf(i.Condition);
                return near ? &BranchIf<FlagsIn, Near> : &BranchIf<FlagsIn, Far>;
            case A64Op.CBZ:
                return i.Is64Bit ? ChooseBranch<IsZero<W64>>(near) : ChooseBranch<IsZero<W32>>(near);
            case A64Op.CBNZ:
                return i.Is64Bit ? ChooseBranch<IsNotZero<W64>>(near) : ChooseBranch<IsNotZero<W32>>(near);
            default:
                op->Shift = (byte)i.BitPosition;
                return i.Op == A64Op.TBZ ? ChooseBranch<BitIsClear>(near) : ChooseBranch<BitIsSet>(near);
        }
    }

    public static Handler PredecodeToRegister(in Instruction i, PeFeatures features, DecodedOp* op)
    {
        op->Rn = Slots.Source(i.Rn);
        if (i.Op != A64Op.RET && features.Has(Feature.FEAT_BTI))
            return BranchTargets.Predecode(i, op);
        return i.Op == A64Op.BLR ? &BranchWithLinkToRegister : &BranchToRegister;
    }

    private static Handler ChooseBranch<TTest>(bool near) where TTest : struct, ITest => near ? &BranchIf<TTest, Near> : &BranchIf<TTest, Far>;

    private static DecodedOp* Branch<TReach>(ProcessingElement pe, PeState* s, DecodedOp* op) where TReach : struct, IReach =>
        TReach.Take(s, op);

    private static DecodedOp* BranchWithLink<TReach>(ProcessingElement pe, PeState* s, DecodedOp* op) where TReach : struct, IReach
    {
        s->X[30] = Engine.PcOf(s, op) + 4;
        return TReach.Take(s, op);
    }

    private static DecodedOp* BranchIf<TTest, TReach>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TTest : struct, ITest
        where TReach : struct, IReach
    {
        if (TTest.Holds(s, op))
            return TReach.Take(s, op);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* BranchToRegister(ProcessingElement pe, PeState* s, DecodedOp* op) => Engine.Jump(s, op, s->X[op->Rn]);

    private static DecodedOp* BranchWithLinkToRegister(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        ulong target = s->X[op->Rn];
        s->X[30] = Engine.PcOf(s, op) + 4;
        return Engine.Jump(s, op, target);
    }

    private interface IReach
    {
        static abstract DecodedOp* Take(PeState* s, DecodedOp* op);
    }

    private readonly struct Near : IReach
    {
        public static DecodedOp* Take(PeState* s, DecodedOp* op) => Engine.JumpWithinPage(s, op, op + (long)op->Imm);
    }

    private readonly struct Far : IReach
    {
        public static DecodedOp* Take(PeState* s, DecodedOp* op) => Engine.JumpFar(s, op, s->PagePc + op->Imm);
    }

    private interface ITest
    {
        static abstract bool Holds(PeState* s, DecodedOp* op);
    }

    private readonly struct FlagsIn : ITest
    {
        public static bool Holds(PeState* s, DecodedOp* op) => Flags.IsIn(s->Nzcv, op->Spare);
    }

    private readonly struct IsZero<TSize> : ITest where TSize : struct, IDataSize
    {
        public static bool Holds(PeState* s, DecodedOp* op) => TSize.Narrow(s->X[op->Rn]) == 0;
    }

    private readonly struct IsNotZero<TSize> : ITest where TSize : struct, IDataSize
    {
        public static bool Holds(PeState* s, DecodedOp* op) => TSize.Narrow(s->X[op->Rn]) != 0;
    }

    private readonly struct BitIsClear : ITest
    {
        public static bool Holds(PeState* s, DecodedOp* op) => ((s->X[op->Rn] >> op->Shift) & 1) == 0;
    }

    private readonly struct BitIsSet : ITest
    {
        public static bool Holds(PeState* s, DecodedOp* op) => ((s->X[op->Rn] >> op->Shift) & 1) != 0;
    }
}
