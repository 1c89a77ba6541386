using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>SHA-256: four rounds of the hash, of which one instruction gives each half of the state, and the schedule.</summary>
/// <remarks>Arm ARM, C7.2 SHA256H, SHA256H2, SHA256SU0 and SHA256SU1; J1.3 shared pseudocode SHA256hash.</remarks>
internal static class Sha256
{
    private static (Vector128<uint> Abcd, Vector128<uint> Efgh) FourRounds(Vector128<uint> abcd, Vector128<uint> efgh, Vector128<uint> schedule)
    {
        uint a = abcd[0], b = abcd[1], c = abcd[2], d = abcd[3], e = efgh[0], f = efgh[1], g = efgh[2], h = efgh[3];
        for (int round = 0; round < 4; round++)
        {
            uint t = h + Sum(e, 6, 11, 25) + ShaFunctions.Choose.Of(e, f, g) + schedule[round];
            uint first = t + Sum(a, 2, 13, 22) + ShaFunctions.Majority.Of(a, b, c);
            (a, b, c, d, e, f, g, h) = (first, a, b, c, d + t, e, f, g);
        }
        return (Vector128.Create(a, b, c, d), Vector128.Create(e, f, g, h));
    }

    private static uint Sum(uint value, int r1, int r2, int r3) =>
        BitOperations.RotateRight(value, r1) ^ BitOperations.RotateRight(value, r2) ^ BitOperations.RotateRight(value, r3);

    private static uint Sigma0(uint value) => BitOperations.RotateRight(value, 7) ^ BitOperations.RotateRight(value, 18) ^ value >> 3;

    private static uint Sigma1(uint value) => BitOperations.RotateRight(value, 17) ^ BitOperations.RotateRight(value, 19) ^ value >> 10;

    internal readonly struct HashPart1 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm) =>
            FourRounds(d, n, m).Abcd;
    }

    internal readonly struct HashPart2 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm) =>
            FourRounds(n, d, m).Efgh;
    }

    internal readonly struct ScheduleUpdate0 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm) =>
            d + Vector128.Create(Sigma0(d[1]), Sigma0(d[2]), Sigma0(d[3]), Sigma0(n[0]));
    }

    internal readonly struct ScheduleUpdate1 : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm)
        {
            Vector128<uint> sum = d + Vector128.Create(n[1], n[2], n[3], m[0]);
            uint word0 = sum[0] + Sigma1(m[2]), word1 = sum[1] + Sigma1(m[3]);
            return Vector128.Create(word0, word1, sum[2] + Sigma1(word0), sum[3] + Sigma1(word1));
        }
    }
}
