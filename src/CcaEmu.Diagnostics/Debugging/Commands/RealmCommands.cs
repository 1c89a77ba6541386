namespace CcaEmu.Diagnostics.Debugging.Commands;

/// <summary>The monitor commands that know of RMM and Realms.</summary>
public static class RealmCommands
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IMonitorCommand> All { get; } =
        [new GptCommand(), new GranuleCommand(), new RttCommand(), new RmiCommand(), new ExplainCommand(), new InspectCommand()];
}
