namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>All failure conditions of one call of a Realm, in order of priority.</summary>
/// <param name="Name">Of the command or function.</param>
/// <param name="X">X0 and up with which no condition holds.</param>
/// <param name="Breaks">The conditions; one may have several cases.</param>
internal sealed record RsiScenario(string Name, ulong[] X, RsiBreak[] Breaks)
{
    /// <summary>Brings the REC into the state that the call needs.</summary>
    public Action<Recs.Rec>? Prepare { get; init; }
}
