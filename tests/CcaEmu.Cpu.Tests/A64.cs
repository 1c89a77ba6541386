using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Tests;

/// <summary>Instruction words for tests: from the encoding table, field by field, and short names for the common ones.</summary>
internal static class A64
{
    public const uint Nop = 0xD503_201F;
    public const uint Wfi = 0xD503_207F;
    public const uint Wfe = 0xD503_205F;
    public const uint Isb = 0xD503_3FDF;
    public const uint Eret = 0xD69F_03E0;
    public const uint Ret = 0xD65F_03C0;
    public const uint Udf = 0;

    /// <summary>A word of an encoding with fields by pattern letter.</summary>
    public static uint Word(A64Op op, params (char Letter, uint Value)[] fields)
    {
        A64Encoding encoding = A64Table.Get(op);
        uint word = encoding.FixedValue;
        foreach (var (letter, value) in fields)
            word = encoding.WriteField(word, letter, value);
        return word;
    }

    public static uint Movz(int rd, uint imm16, uint hw = 0) => Word(A64Op.MOVZ, ('f', 1), ('d', (uint)rd), ('i', imm16), ('h', hw));

    public static uint AddImm(int rd, int rn, uint imm) => Word(A64Op.ADD_imm, ('f', 1), ('d', (uint)rd), ('n', (uint)rn), ('i', imm));

    public static uint SubsImm(int rd, int rn, uint imm) => Word(A64Op.SUBS_imm, ('f', 1), ('d', (uint)rd), ('n', (uint)rn), ('i', imm));

    public static uint B(int words) => Word(A64Op.B, ('i', (uint)words));

    public static uint Cbnz(int rt, int words) => Word(A64Op.CBNZ, ('f', 1), ('t', (uint)rt), ('i', (uint)words));

    public static uint Ldr(int rt, int rn, uint byteOffset = 0) =>
        Word(A64Op.LDR_imm_off, ('f', 1), ('t', (uint)rt), ('n', (uint)rn), ('i', byteOffset / 8));

    public static uint Str(int rt, int rn, uint byteOffset = 0) =>
        Word(A64Op.STR_imm_off, ('f', 1), ('t', (uint)rt), ('n', (uint)rn), ('i', byteOffset / 8));

    public static uint Svc(uint imm = 0) => Word(A64Op.SVC, ('i', imm));

    public static uint Hvc(uint imm = 0) => Word(A64Op.HVC, ('i', imm));

    public static uint Smc(uint imm = 0) => Word(A64Op.SMC, ('i', imm));

    public static uint Mrs(int rt, ushort encoding) => 0xD520_0000u | (uint)encoding << 5 | (uint)rt;

    public static uint Msr(ushort encoding, int rt) => 0xD500_0000u | (uint)encoding << 5 | (uint)rt;

    public static uint Mrs(int rt, Arm.Registers.SystemRegister register) =>
        Mrs(rt, Arm.Registers.SystemRegisterTable.Get(register).Encoding.Value);

    public static uint Msr(Arm.Registers.SystemRegister register, int rt) =>
        Msr(Arm.Registers.SystemRegisterTable.Get(register).Encoding.Value, rt);

    /// <summary>SYS op1, CRn, CRm, op2, Xt.</summary>
    public static uint Sys(uint op1, uint crn, uint crm, uint op2, int rt) =>
        0xD508_0000u | op1 << 16 | crn << 12 | crm << 8 | op2 << 5 | (uint)rt;
}
