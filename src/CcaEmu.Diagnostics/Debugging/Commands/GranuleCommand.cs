using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Explanations;

namespace CcaEmu.Diagnostics.Debugging.Commands;

/// <summary><c>monitor granule</c>: whose a granule is.</summary>
internal sealed class GranuleCommand : IMonitorCommand
{
    /// <inheritdoc/>
    public string Name => "granule";

    /// <inheritdoc/>
    public string Help => "[ADDRESS]: state, GPI, IPA and last change of a granule; without one, all that are not UNDELEGATED";

    /// <inheritdoc/>
    public string Answer(IDebuggedRun run, ProcessingElement pe, IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
            return InspectCommand.TextOf("granules", run);
        return arguments.Count == 1 && MonitorText.TryNumber(arguments[0], out ulong address)
            ? string.Join('\n', new Explainer(run.Machine, run.Evidence.Scenes.Inspector, run.Evidence.Changes).Explain("pa", address, pe))
            : MonitorText.Expected("a physical address or nothing", arguments);
    }
}
