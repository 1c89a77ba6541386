using System.Numerics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>A bitwise function of three words, as a type.</summary>
internal interface IShaFunction
{
    static abstract T Of<T>(T x, T y, T z) where T : IBinaryInteger<T>;
}

/// <summary>The bitwise functions that SHA-1, SHA-2 and SM3 share.</summary>
/// <remarks>Arm ARM, J1.3 shared pseudocode SHAchoose, SHAparity and SHAmajority.</remarks>
internal static class ShaFunctions
{
    internal readonly struct Choose : IShaFunction
    {
        public static T Of<T>(T x, T y, T z) where T : IBinaryInteger<T> => ((y ^ z) & x) ^ z;
    }

    internal readonly struct Parity : IShaFunction
    {
        public static T Of<T>(T x, T y, T z) where T : IBinaryInteger<T> => x ^ y ^ z;
    }

    internal readonly struct Majority : IShaFunction
    {
        public static T Of<T>(T x, T y, T z) where T : IBinaryInteger<T> => (x & y) | ((x | y) & z);
    }
}
