using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>The steps of SHA-3 that a register at a time allows.</summary>
/// <remarks>Arm ARM, C7.2 EOR3, BCAX, RAX1 and XAR.</remarks>
internal static class Sha3
{
    internal readonly struct Eor3 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm) => n ^ m ^ a;
    }

    internal readonly struct Bcax : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm) => n ^ (m & ~a);
    }

    internal readonly struct Rax1 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm) =>
            n ^ RotateRight(m, 63);
    }

    internal readonly struct Xar : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm) =>
            RotateRight(n ^ m, imm);
    }

    // A shift by 64 is one by 0, and both halves are then the value itself.
    private static Vector128<uint> RotateRight(Vector128<uint> value, int amount) =>
        ((value.AsUInt64() >>> amount) | (value.AsUInt64() << (-amount & 63))).AsUInt32();
}
