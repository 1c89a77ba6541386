namespace CcaEmu.Diagnostics.Crossings;

/// <summary>A kind of crossing in one number.</summary>
/// <param name="Number">The number.</param>
internal readonly record struct CrossingKey(ulong Number)
{
    /// <summary>The number of a kind.</summary>
    /// <param name="family">What is called a crossing.</param>
    /// <param name="from">Place it came from, or what tells two kinds of a family apart: below 256.</param>
    /// <param name="to">Place it went to, likewise.</param>
    /// <param name="cause">Why.</param>
    public static CrossingKey Of(CrossingFamily family, int from, int to, CrossingCause cause) =>
        new(((ulong)family << 56) | ((ulong)cause.Kind << 48) | ((ulong)(uint)from << 40) | ((ulong)(uint)to << 32) | cause.Detail);

    /// <summary>The key of all kinds that are one with this.</summary>
    public CrossingKey Known => Of(Family, From, To, Cause.Known);

    /// <summary>What is called a crossing.</summary>
    public CrossingFamily Family => (CrossingFamily)(Number >> 56);

    /// <summary>Name of the kind, for example <c>NS-EL2 → EL3: RMI_REC_ENTER</c>.</summary>
    public string Name => Family switch
    {
        CrossingFamily.Leg => CrossingPlace.NameOfLeg(From, To, Cause),
        CrossingFamily.Exit => $"{CrossingPlace.Name(From)}: {Cause}{(To == 1 ? ", by the host" : "")}",
        _ => $"{CrossingPlace.Name(From)}: {Cause}{(To == 1 ? ", without the guest" : "")}",
    };

    private CrossingCause Cause => new((CrossingCauseKind)(byte)(Number >> 48), (uint)Number);

    private int From => (byte)(Number >> 40);

    private int To => (byte)(Number >> 32);
}
