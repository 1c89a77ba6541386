using System.Numerics;
using System.Runtime.InteropServices;

namespace CcaEmu.Diagnostics.Crossings;

/// <summary>Counts of all steps, taken together: some host vectors at a time.</summary>
internal static class WorkVector
{
    /// <summary>Takes the difference, step by step.</summary>
    /// <param name="now">Later counts.</param>
    /// <param name="then">Earlier ones.</param>
    /// <param name="difference">Takes the difference.</param>
    /// <param name="expected">What the difference may be.</param>
    /// <returns>Whether it is that.</returns>
    public static bool Subtract(ReadOnlySpan<ulong> now, ReadOnlySpan<ulong> then, Span<ulong> difference, ReadOnlySpan<ulong> expected)
    {
        ReadOnlySpan<Vector<ulong>> a = MemoryMarshal.Cast<ulong, Vector<ulong>>(now), b = MemoryMarshal.Cast<ulong, Vector<ulong>>(then);
        ReadOnlySpan<Vector<ulong>> e = MemoryMarshal.Cast<ulong, Vector<ulong>>(expected);
        Span<Vector<ulong>> d = MemoryMarshal.Cast<ulong, Vector<ulong>>(difference);
        Vector<ulong> others = default;
        for (int i = 0; i < d.Length; i++)
        {
            Vector<ulong> one = a[i] - b[i];
            d[i] = one;
            others |= one ^ e[i];
        }
        ulong rest = 0;
        for (int i = d.Length * Vector<ulong>.Count; i < difference.Length; i++)
        {
            difference[i] = now[i] - then[i];
            rest |= difference[i] ^ expected[i];
        }
        return rest == 0 && others == default;
    }

    /// <summary>Adds to a sum, step by step.</summary>
    /// <param name="sum">The sum.</param>
    /// <param name="more">What is added.</param>
    public static void Add(Span<ulong> sum, ReadOnlySpan<ulong> more)
    {
        Span<Vector<ulong>> s = MemoryMarshal.Cast<ulong, Vector<ulong>>(sum);
        ReadOnlySpan<Vector<ulong>> m = MemoryMarshal.Cast<ulong, Vector<ulong>>(more);
        for (int i = 0; i < s.Length; i++)
            s[i] += m[i];
        for (int i = s.Length * Vector<ulong>.Count; i < sum.Length; i++)
            sum[i] += more[i];
    }
}
