using System.Runtime.Intrinsics;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>The meaning of a cryptographic instruction, as a type.</summary>
internal interface ICryptographicOperation
{
    /// <summary>Gives the new value of Vd.</summary>
    /// <param name="d">Vd as it was.</param>
    /// <param name="n">Vn.</param>
    /// <param name="m">Vm; any register where the instruction has none.</param>
    /// <param name="a">Va; any register where the instruction has none.</param>
    /// <param name="imm">Rotation or index of an element.</param>
    static abstract Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm);
}

/// <summary>Lays out the cryptographic instructions and does them.</summary>
/// <remarks>Arm ARM, C7.2. All work on whole registers of 128 bits.</remarks>
internal static unsafe class Cryptographic
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Rd = (byte)i.Rd;
        op->Rn = (byte)i.Rn;
        op->Rm = (byte)i.Rm;
        op->Ra = (byte)i.Ra;
        return i.Op switch
        {
            A64Op.AESE => &Do<AesRound.Encrypt>,
            A64Op.AESD => &Do<AesRound.Decrypt>,
            A64Op.AESMC => &Do<AesRound.MixColumns>,
            A64Op.AESIMC => &Do<AesRound.InverseMixColumns>,
            A64Op.SHA1C => &Do<Sha1.Hash<ShaFunctions.Choose>>,
            A64Op.SHA1P => &Do<Sha1.Hash<ShaFunctions.Parity>>,
            A64Op.SHA1M => &Do<Sha1.Hash<ShaFunctions.Majority>>,
            A64Op.SHA1SU0 => &Do<Sha1.ScheduleUpdate0>,
            A64Op.SHA1H => &Do<Sha1.FixedRotate>,
            A64Op.SHA1SU1 => &Do<Sha1.ScheduleUpdate1>,
            A64Op.SHA256H => &Do<Sha256.HashPart1>,
            A64Op.SHA256H2 => &Do<Sha256.HashPart2>,
            A64Op.SHA256SU0 => &Do<Sha256.ScheduleUpdate0>,
            A64Op.SHA256SU1 => &Do<Sha256.ScheduleUpdate1>,
            A64Op.SHA512H => &Do<Sha512.HashPart1>,
            A64Op.SHA512H2 => &Do<Sha512.HashPart2>,
            A64Op.SHA512SU0 => &Do<Sha512.ScheduleUpdate0>,
            A64Op.SHA512SU1 => &Do<Sha512.ScheduleUpdate1>,
            _ => PredecodeLater(i, op),
        };
    }

    private static Handler PredecodeLater(in Instruction i, DecodedOp* op)
    {
        op->Imm = i.Op == A64Op.XAR ? i.Word >> 10 & 63 : i.Word >> 12 & 3;
        return i.Op switch
        {
            A64Op.EOR3 => &Do<Sha3.Eor3>,
            A64Op.BCAX => &Do<Sha3.Bcax>,
            A64Op.RAX1 => &Do<Sha3.Rax1>,
            A64Op.XAR => &Do<Sha3.Xar>,
            A64Op.SM3SS1 => &Do<Sm3.Ss1>,
            A64Op.SM3TT1A => &Do<Sm3.Tt1<ShaFunctions.Parity>>,
            A64Op.SM3TT1B => &Do<Sm3.Tt1<ShaFunctions.Majority>>,
            A64Op.SM3TT2A => &Do<Sm3.Tt2<ShaFunctions.Parity>>,
            A64Op.SM3TT2B => &Do<Sm3.Tt2<ShaFunctions.Choose>>,
            A64Op.SM3PARTW1 => &Do<Sm3.PartW1>,
            A64Op.SM3PARTW2 => &Do<Sm3.PartW2>,
            A64Op.SM4E => &Do<Sm4.Encrypt>,
            A64Op.SM4EKEY => &Do<Sm4.Key>,
            _ => throw new InvalidOperationException($"{i.Op} has a line in the encoding table but no meaning"),
        };
    }

    private static DecodedOp* Do<TOperation>(ProcessingElement pe, PeState* s, DecodedOp* op) where TOperation : struct, ICryptographicOperation
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        s->V[op->Rd] = TOperation.Apply(
            s->V[op->Rd].AsUInt32(), s->V[op->Rn].AsUInt32(), s->V[op->Rm].AsUInt32(), s->V[op->Ra].AsUInt32(), (int)op->Imm).AsByte();
        return op + 1;
    }
}
