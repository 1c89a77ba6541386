namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>Makes one failure condition of a Realm's call hold.</summary>
/// <param name="Condition">Its name.</param>
/// <param name="X0">What the call must answer.</param>
/// <param name="Apply">Changes X0 and up.</param>
internal sealed record RsiBreak(string Condition, ulong X0, Action<ulong[]> Apply)
{
    /// <summary>Changes the REC as well.</summary>
    public Action<Recs.Rec>? OnRec { get; init; }

    public static RsiBreak Input(string condition, Action<ulong[]> apply) =>
        new(condition, (ulong)Arm.Rsi.RsiStatus.ErrorInput, apply);

    /// <summary>X1 is not a buffer of a size: not aligned, in the host's half, or EMPTY.</summary>
    public static RsiBreak[] Buffer(ulong size) =>
    [
        Input("addr_align", x => x[1] += size / 2),
        Input("addr_bound", x => x[1] |= TestRealm.Unprotected),
        Input("addr_bound", x => x[1] |= 1UL << 63),
        Input("addr_ripas", x => x[1] = TestRealm.Code + 0x10_0000),
    ];

    /// <summary>X1 and X2 are not a range: not aligned, empty or backwards, or not in the protected half.</summary>
    public static RsiBreak[] Range =>
    [
        Input("base_align", x => x[1] += 8),
        Input("top_align", x => x[2] += 8),
        Input("size_valid", x => x[2] = x[1] - 0x1000),
        Input("rgn_bound", x =>
        {
            x[1] |= TestRealm.Unprotected;
            x[2] |= TestRealm.Unprotected;
        }),
        Input("rgn_bound", x => x[2] |= 1UL << 63),
        Input("rgn_bound", x => x[2] = TestRealm.Unprotected + 0x1000),
    ];
}
