namespace CcaEmu.Rmm.Rsi;

/// <summary>One failure condition of a command, with the name of the specification's command page or the best fit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">What the command answers where it holds.</param>
/// <param name="Fails">Whether it holds.</param>
internal sealed record RsiCondition(string Name, Arm.Rsi.RsiStatus Status, Func<RsiCall, bool> Fails);
