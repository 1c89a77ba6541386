using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CcaEmu.Cpu.Instructions;

/// <summary>The halves of an AES round: substitution with rows shifted, and mixing of columns. By the host's instructions where it has them.</summary>
/// <remarks>
/// Arm ARM, C7.2 AESE, AESD, AESMC and AESIMC; J1.3 shared pseudocode AESShiftRows, AESMixColumns and their inverses. A last round of the
/// host's with a key of zero is substitution with shifted rows and nothing else.
/// </remarks>
internal static class AesRound
{
    internal static Vector128<byte> SubstituteAndShift(Vector128<byte> state)
    {
        Vector128<byte> result = default;
        for (int i = 0; i < 16; i++)
            result = result.WithElement(i, AesTables.Forward[state[(i * 5) & 15]]);
        return result;
    }

    internal static Vector128<byte> InverseSubstituteAndShift(Vector128<byte> state)
    {
        Vector128<byte> result = default;
        for (int i = 0; i < 16; i++)
            result = result.WithElement(i, AesTables.Inverse[state[(i * 13) & 15]]);
        return result;
    }

    // In columns of four bytes, each byte is 2a + 3b + c + d of itself and those after it.
    internal static Vector128<byte> Mix(Vector128<byte> state)
    {
        Vector128<byte> next = RotateColumns(state, 8);
        Vector128<byte> sum = state ^ next;
        return Double(sum) ^ next ^ RotateColumns(sum, 16);
    }

    // The inverse is the mixing itself after one more step that adds 4 (a + c).
    internal static Vector128<byte> InverseMix(Vector128<byte> state) =>
        Mix(state ^ Double(Double(state ^ RotateColumns(state, 16))));

    private static Vector128<byte> RotateColumns(Vector128<byte> state, int bits) =>
        ((state.AsUInt32() >>> bits) | (state.AsUInt32() << (32 - bits))).AsByte();

    private static Vector128<byte> Double(Vector128<byte> state) =>
        (state << 1) ^ (Vector128.LessThan(state.AsSByte(), Vector128<sbyte>.Zero).AsByte() & Vector128.Create((byte)0x1B));

    internal readonly struct Encrypt : ICryptographicOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm)
        {
            Vector128<byte> state = (d ^ n).AsByte();
            return (Aes.IsSupported ? Aes.EncryptLast(state, default) : SubstituteAndShift(state)).AsUInt32();
        }
    }

    internal readonly struct Decrypt : ICryptographicOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm)
        {
            Vector128<byte> state = (d ^ n).AsByte();
            return (Aes.IsSupported ? Aes.DecryptLast(state, default) : InverseSubstituteAndShift(state)).AsUInt32();
        }
    }

    internal readonly struct MixColumns : ICryptographicOperation
    {
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm) =>
            Mix(n.AsByte()).AsUInt32();
    }

    internal readonly struct InverseMixColumns : ICryptographicOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<uint> Apply(Vector128<uint> d, Vector128<uint> n, Vector128<uint> m, Vector128<uint> a, int imm) =>
            (Aes.IsSupported ? Aes.InverseMixColumns(n.AsByte()) : InverseMix(n.AsByte())).AsUInt32();
    }
}
