using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>SM3: the steps of a round of compression, and the schedule.</summary>
/// <remarks>Arm ARM, C7.2 SM3SS1, SM3TT1A, SM3TT1B, SM3TT2A, SM3TT2B, SM3PARTW1 and SM3PARTW2.</remarks>
internal static class Sm3
{
    private static uint Permute(uint value) => value ^ BitOperations.RotateLeft(value, 15) ^ BitOperations.RotateLeft(value, 23);

    private static Vector128<uint> RotateLeft(Vector128<uint> value, int amount) => (value << amount) | (value >>> (32 - amount));

    /// <summary>In the highest word; the others become zero.</summary>
    internal readonly struct Ss1 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm) =>
            Vector128.Create(0, 0, 0, BitOperations.RotateLeft(BitOperations.RotateLeft(n[3], 12) + m[3] + a[3], 7));
    }

    internal readonly struct Tt1<TFunction> : ICryptographicOperation where TFunction : struct, IShaFunction
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm)
        {
            uint ss2 = n[3] ^ BitOperations.RotateLeft(d[3], 12);
            uint tt1 = TFunction.Of(d[3], d[2], d[1]) + d[0] + ss2 + m[imm];
            return Vector128.Create(d[1], BitOperations.RotateLeft(d[2], 9), d[3], tt1);
        }
    }

    internal readonly struct Tt2<TFunction> : ICryptographicOperation where TFunction : struct, IShaFunction
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm)
        {
            uint tt2 = TFunction.Of(d[3], d[2], d[1]) + d[0] + n[3] + m[imm];
            uint mixed = tt2 ^ BitOperations.RotateLeft(tt2, 9) ^ BitOperations.RotateLeft(tt2, 17);
            return Vector128.Create(d[1], BitOperations.RotateLeft(d[2], 19), d[3], mixed);
        }
    }

    internal readonly struct PartW1 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm)
        {
            Vector128<uint> sum = d ^ n;
            uint word0 = Permute(sum[0] ^ BitOperations.RotateLeft(m[1], 15));
            uint word1 = Permute(sum[1] ^ BitOperations.RotateLeft(m[2], 15));
            uint word2 = Permute(sum[2] ^ BitOperations.RotateLeft(m[3], 15));
            return Vector128.Create(word0, word1, word2, Permute(sum[3] ^ BitOperations.RotateLeft(word0, 15)));
        }
    }

    internal readonly struct PartW2 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm)
        {
            Vector128<uint> t = n ^ RotateLeft(m, 7);
            return d ^ t ^ Vector128.Create(0, 0, 0, Permute(BitOperations.RotateLeft(t[0], 15)));
        }
    }
}
