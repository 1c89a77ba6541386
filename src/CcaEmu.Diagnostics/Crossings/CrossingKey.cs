namespace CcaEmu.Diagnostics.Crossings;

/// <summary>A kind of crossing in one number, so that it is found by a quick hash.</summary>
internal static class CrossingKey
{
    /// <summary>The number of a kind.</summary>
    /// <param name="family">What is called a crossing.</param>
    /// <param name="from">Place it came from, or what tells two kinds of a family apart: below 256.</param>
    /// <param name="to">Place it went to, likewise.</param>
    /// <param name="cause">Why.</param>
    public static ulong Of(CrossingFamily family, int from, int to, CrossingCause cause) =>
        ((ulong)family << 56) | ((ulong)cause.Kind << 48) | ((ulong)(uint)from << 40) | ((ulong)(uint)to << 32) | cause.Detail;
}
