using CcaEmu.Arm.A64;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>What recognisers ask of an instruction word.</summary>
/// <remarks>Arm ARM, C4.1 "A64 instruction set encoding".</remarks>
internal static class InstructionFacts
{
    public const uint Zeros = 0;

    /// <summary>Whether a word can be code: an instruction that is known, and not one that is UNDEFINED for good. A word that could not be read counts as one.</summary>
    public static bool IsInstruction(uint? word) => word is not { } known || Decoder.Decode(known).Op is not (A64Op.Undefined or A64Op.UDF);

    /// <summary>Loads and stores: bits 28:25 are x1x0.</summary>
    public static bool IsLoadStore(uint word) => (word >> 25 & 0b0101) == 0b0100;

    /// <summary>Register that a load or store takes its address from; 31 is SP. -1 for others, and for literals.</summary>
    public static int BaseOf(uint word) => IsLoadStore(word) && (word & 0x3B00_0000) != 0x1800_0000 ? (int)(word >> 5 & 31) : -1;

    /// <summary>Load/store exclusive, ordered, compare and swap.</summary>
    public static bool IsExclusive(uint word) => (word & 0x3F00_0000) == 0x0800_0000;

    /// <summary>STXR and its kind, which give a status.</summary>
    public static bool IsStoreExclusive(uint word) => (word & 0x3F40_0000) == 0x0800_0000 && (word & 0x0080_0000) == 0 && (word & 0x0020_0000) == 0;

    /// <summary>Atomic memory operations (LDADD, SWP, ...).</summary>
    public static bool IsAtomic(uint word) => (word & 0x3B20_0C00) == 0x3820_0000;

    /// <summary>Load/store pair.</summary>
    public static bool IsPair(uint word) => (word & 0x3A00_0000) == 0x2800_0000;

    /// <summary>Load/store of SIMD and FP registers.</summary>
    public static bool IsSimd(uint word) => IsLoadStore(word) && (word & 0x0400_0000) != 0;

    /// <summary>Single register with write-back.</summary>
    public static bool IsWriteBack(uint word) => (word & 0x3B20_0400) == 0x3800_0400;

    /// <summary>SVE: bits 28:25 are 0010.</summary>
    public static bool IsSve(uint word) => (word >> 25 & 15) == 0b0010;

    /// <summary>HVC.</summary>
    public static bool IsHvc(uint word) => (word & 0xFFE0_001F) == 0xD400_0002;

    /// <summary>MSR and MRS of a register.</summary>
    public static bool IsRegisterMove(uint word) => (word & 0xFFD0_0000) == 0xD510_0000;

    /// <summary>SYS, SYSL.</summary>
    public static bool IsSystem(uint word) => (word & 0xFFD8_0000) == 0xD508_0000;

    /// <summary>op1 of MSR, MRS, SYS: 4 and 5 are EL2's, 6 and 7 EL3's.</summary>
    public static int Op1(uint word) => (int)(word >> 16 & 7);

    /// <summary>DC ZVA.</summary>
    public static bool IsZeroLine(uint word) => (word & 0xFFFF_FFE0) == 0xD50B_7420;

    /// <summary>WFI, WFE, YIELD.</summary>
    public static bool IsWait(uint word) => word is 0xD503_205F or 0xD503_207F or 0xD503_203F;

    /// <summary>Whether the access is in a form that gives no syndrome: no single register, or write-back, exclusive, atomic or SIMD.</summary>
    public static string? WhyNoSyndrome(uint word) =>
        IsPair(word) ? "a pair of registers"
        : IsSimd(word) ? "a SIMD and FP register"
        : IsExclusive(word) ? "an exclusive or ordered access"
        : IsAtomic(word) ? "an atomic access"
        : IsWriteBack(word) ? "write-back of the base register"
        : IsZeroLine(word) ? "DC ZVA"
        : null;

    /// <summary>The instruction in words.</summary>
    public static string Text(uint word, ulong pc)
    {
        using var disassembler = new Disassembler(Name);
        return disassembler.Disassemble(word, pc);
    }

    private static string? Name(ushort encoding) =>
        Arm.Registers.SystemRegisterTable.TryFind(encoding, out _) ? Arm.Registers.SystemRegisterTable.NameOf(encoding) : null;
}
