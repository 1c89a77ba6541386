using System.Numerics;
using System.Runtime.InteropServices;

namespace CcaEmu.Diagnostics.Crossings;

/// <summary>Counts of all steps, taken together: some host vectors at a time.</summary>
internal static class WorkVector
{
    /// <summary>Takes the difference, step by step.</summary>
    public static void Subtract(ReadOnlySpan<ulong> now, ReadOnlySpan<ulong> then, Span<ulong> difference)
    {
        ReadOnlySpan<Vector<ulong>> a = MemoryMarshal.Cast<ulong, Vector<ulong>>(now), b = MemoryMarshal.Cast<ulong, Vector<ulong>>(then);
        Span<Vector<ulong>> d = MemoryMarshal.Cast<ulong, Vector<ulong>>(difference);
        for (int i = 0; i < d.Length; i++)
            d[i] = a[i] - b[i];
        for (int i = d.Length * Vector<ulong>.Count; i < difference.Length; i++)
            difference[i] = now[i] - then[i];
    }

    /// <summary>Adds to a sum, step by step.</summary>
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
