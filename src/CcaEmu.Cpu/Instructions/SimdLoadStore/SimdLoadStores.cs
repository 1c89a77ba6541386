using System.Runtime.Intrinsics;
using CcaEmu.Arm.A64;
using static CcaEmu.Cpu.Instructions.SimdTransfer;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Lays out the loads and stores of SIMD&amp;FP registers.</summary>
/// <remarks>
/// Arm ARM, C7.2. A load of a pair into one register twice is CONSTRAINED UNPREDICTABLE: UNDEFINED here, as for general-purpose registers.
/// </remarks>
internal static unsafe class SimdLoadStores
{
    public static Handler Predecode(in Instruction i, uint index, DecodedOp* op)
    {
        op->Rd = (byte)i.Rt;
        return i.Op switch
        {
            <= A64Op.LD1_x2_post => Multiple(i, index, op),
            A64Op.STL1 or A64Op.LDAP1 => Single(i, index, op),
            <= A64Op.LD4R_post => Single(i, index, op),
            A64Op.STLUR_SIMD or A64Op.LDAPUR_SIMD => Ordered(i, index, op),
            A64Op.LDR_lit_SIMD => Literal(i, index, op),
            <= A64Op.LDP_SIMD_pre => Pair(i, index, op),
            _ => One(i, index, op),
        };
    }

    private static bool IsLoad(in Instruction i) => (i.Word >> 22 & 1) != 0;

    private static Handler Make<TTransfer>(in Instruction i, uint index, DecodedOp* op) where TTransfer : struct, ISimdTransfer =>
        IsLoad(i) ? Addresses.Predecode<Loading<TTransfer>>(i, index, op) : Addresses.Predecode<Storing<TTransfer>>(i, index, op);

    private static Handler One(in Instruction i, uint index, DecodedOp* op) => i.AccessSizeLog2 switch
    {
        0 => Make<OneRegister<byte>>(i, index, op),
        1 => Make<OneRegister<ushort>>(i, index, op),
        2 => Make<OneRegister<uint>>(i, index, op),
        3 => Make<OneRegister<ulong>>(i, index, op),
        _ => Make<OneRegister<Vector128<byte>>>(i, index, op),
    };

    private static Handler Ordered(in Instruction i, uint index, DecodedOp* op) => i.AccessSizeLog2 switch
    {
        0 => Make<OneOrdered<byte>>(i, index, op),
        1 => Make<OneOrdered<ushort>>(i, index, op),
        2 => Make<OneOrdered<uint>>(i, index, op),
        3 => Make<OneOrdered<ulong>>(i, index, op),
        _ => Make<OneOrdered<Vector128<byte>>>(i, index, op),
    };

    private static Handler Literal(in Instruction i, uint index, DecodedOp* op) => i.AccessSizeLog2 switch
    {
        2 => Addresses.Predecode<Loading<OneRegister<uint>>>(i, index, op),
        3 => Addresses.Predecode<Loading<OneRegister<ulong>>>(i, index, op),
        _ => Addresses.Predecode<Loading<OneRegister<Vector128<byte>>>>(i, index, op),
    };

    private static Handler Pair(in Instruction i, uint index, DecodedOp* op)
    {
        if (IsLoad(i) && i.Rt == i.Rt2)
            return &Exceptions.Undefined;
        op->Ra = (byte)i.Rt2;
        return i.AccessSizeLog2 switch
        {
            2 => Make<RegisterPair<uint>>(i, index, op),
            3 => Make<RegisterPair<ulong>>(i, index, op),
            _ => Make<RegisterPair<Vector128<byte>>>(i, index, op),
        };
    }

    private static Handler Multiple(in Instruction i, uint index, DecodedOp* op)
    {
        LayOutRegisters(i, op);
        // LD1 and ST1 have opcode<1> set: registers one after the other.
        return ((i.Word >> 13 & 1) != 0, i.AccessSizeLog2) switch
        {
            (true, 0) => Make<ConsecutiveRegisters<byte>>(i, index, op),
            (true, 1) => Make<ConsecutiveRegisters<ushort>>(i, index, op),
            (true, 2) => Make<ConsecutiveRegisters<uint>>(i, index, op),
            (true, _) => Make<ConsecutiveRegisters<ulong>>(i, index, op),
            (false, 0) => Make<InterleavedRegisters<byte>>(i, index, op),
            (false, 1) => Make<InterleavedRegisters<ushort>>(i, index, op),
            (false, 2) => Make<InterleavedRegisters<uint>>(i, index, op),
            _ => Make<InterleavedRegisters<ulong>>(i, index, op),
        };
    }

    private static Handler Single(in Instruction i, uint index, DecodedOp* op)
    {
        LayOutRegisters(i, op);
        bool replicate = (i.Word >> 14 & 3) == 3;
        if (replicate)
            return Replicate(i, index, op);
        op->Ra = (byte)i.GetOperand(0).ElementIndex;
        if (i.Op is A64Op.STL1 or A64Op.LDAP1)
            return Make<SingleOrdered>(i, index, op);
        return i.AccessSizeLog2 switch
        {
            0 => Make<SingleStructure<byte>>(i, index, op),
            1 => Make<SingleStructure<ushort>>(i, index, op),
            2 => Make<SingleStructure<uint>>(i, index, op),
            _ => Make<SingleStructure<ulong>>(i, index, op),
        };
    }

    private static Handler Replicate(in Instruction i, uint index, DecodedOp* op) => i.AccessSizeLog2 switch
    {
        0 => Addresses.Predecode<Loading<ReplicatedStructure<byte>>>(i, index, op),
        1 => Addresses.Predecode<Loading<ReplicatedStructure<ushort>>>(i, index, op),
        2 => Addresses.Predecode<Loading<ReplicatedStructure<uint>>>(i, index, op),
        _ => Addresses.Predecode<Loading<ReplicatedStructure<ulong>>>(i, index, op),
    };

    private static void LayOutRegisters(in Instruction i, DecodedOp* op)
    {
        op->Kind = (byte)i.GetOperand(0).ListLength;
        op->Size = (byte)((i.Word >> 30 & 1) != 0 ? 16 : 8);
    }
}
