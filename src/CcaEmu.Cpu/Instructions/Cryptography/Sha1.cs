using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>SHA-1: four rounds of the hash with one of its functions, and the schedule.</summary>
/// <remarks>Arm ARM, C7.2 SHA1C, SHA1P, SHA1M, SHA1H, SHA1SU0 and SHA1SU1.</remarks>
internal static class Sha1
{
    /// <summary>Vd holds A to D, the low word of Vn E, Vm the schedule with the constant added.</summary>
    internal readonly struct Hash<TFunction> : ICryptographicOperation where TFunction : struct, IShaFunction
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm)
        {
            uint x0 = d[0], x1 = d[1], x2 = d[2], x3 = d[3], y = n[0];
            for (int round = 0; round < 4; round++)
            {
                uint next = y + BitOperations.RotateLeft(x0, 5) + TFunction.Of(x1, x2, x3) + m[round];
                (x0, x1, x2, x3, y) = (next, x0, BitOperations.RotateLeft(x1, 30), x2, x3);
            }
            return Vector128.Create(x0, x1, x2, x3);
        }
    }

    /// <summary>The low word rotated; the rest of the register becomes zero.</summary>
    internal readonly struct FixedRotate : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm) =>
            Vector128.CreateScalar(BitOperations.RotateLeft(n[0], 30));
    }

    internal readonly struct ScheduleUpdate0 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm) =>
            Vector128.Create(d[2], d[3], n[0], n[1]) ^ d ^ m;
    }

    internal readonly struct ScheduleUpdate1 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm)
        {
            Vector128<uint> t = d ^ Vector128.Create(n[1], n[2], n[3], 0);
            Vector128<uint> rotated = (t << 1) | (t >>> 31);
            return rotated ^ Vector128.Create(0, 0, 0, BitOperations.RotateLeft(t[0], 2));
        }
    }
}
