using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>SHA-512: two rounds of the hash in two parts, and the schedule.</summary>
/// <remarks>Arm ARM, C7.2 SHA512H, SHA512H2, SHA512SU0 and SHA512SU1.</remarks>
internal static class Sha512
{
    private static ulong Sum1(ulong value) =>
        BitOperations.RotateRight(value, 14) ^ BitOperations.RotateRight(value, 18) ^ BitOperations.RotateRight(value, 41);

    private static ulong Sum0(ulong value) =>
        BitOperations.RotateRight(value, 28) ^ BitOperations.RotateRight(value, 34) ^ BitOperations.RotateRight(value, 39);

    private static ulong Sigma0(ulong value) => BitOperations.RotateRight(value, 1) ^ BitOperations.RotateRight(value, 8) ^ value >> 7;

    private static ulong Sigma1(ulong value) => BitOperations.RotateRight(value, 19) ^ BitOperations.RotateRight(value, 61) ^ value >> 6;

    internal readonly struct HashPart1 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm)
        {
            Vector128<ulong> w = d.AsUInt64(), x = n.AsUInt64(), y = m.AsUInt64();
            ulong high = w[1] + Sum1(y[1]) + ShaFunctions.Choose.Of(y[1], x[0], x[1]);
            ulong t = high + y[0];
            ulong low = w[0] + Sum1(t) + ShaFunctions.Choose.Of(t, y[1], x[0]);
            return Vector128.Create(low, high).AsUInt32();
        }
    }

    internal readonly struct HashPart2 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm)
        {
            Vector128<ulong> w = d.AsUInt64(), x = n.AsUInt64(), y = m.AsUInt64();
            ulong high = w[1] + Sum0(y[0]) + ShaFunctions.Majority.Of(x[0], y[1], y[0]);
            ulong low = w[0] + Sum0(high) + ShaFunctions.Majority.Of(high, y[0], y[1]);
            return Vector128.Create(low, high).AsUInt32();
        }
    }

    internal readonly struct ScheduleUpdate0 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm)
        {
            Vector128<ulong> w = d.AsUInt64();
            return (w + Vector128.Create(Sigma0(w[1]), Sigma0(n.AsUInt64()[0]))).AsUInt32();
        }
    }

    internal readonly struct ScheduleUpdate1 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm)
        {
            Vector128<ulong> x = n.AsUInt64();
            return (d.AsUInt64() + m.AsUInt64() + Vector128.Create(Sigma1(x[0]), Sigma1(x[1]))).AsUInt32();
        }
    }
}
