using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Explanations;

namespace CcaEmu.Diagnostics.Debugging.Commands;

/// <summary><c>monitor explain</c>: what <c>ccaemu explain</c> says, of the machine as it stands.</summary>
internal sealed class ExplainCommand : IMonitorCommand
{
    /// <inheritdoc/>
    public string Name => "explain";

    /// <inheritdoc/>
    public string Help => $"SUBJECT VALUE: explain an address with its whole translation, or a code; SUBJECT is {string.Join(", ", Explainer.Subjects)}";

    /// <inheritdoc/>
    public string Answer(IDebuggedRun run, ProcessingElement pe, IReadOnlyList<string> arguments)
    {
        bool isKnown = arguments.Count == 2 && Explainer.Subjects.Contains(arguments[0].ToLowerInvariant());
        if (!isKnown || !MonitorText.TryNumber(arguments[1], out ulong value))
            return MonitorText.Expected($"one of {string.Join(", ", Explainer.Subjects)} and a number", arguments);
        var explainer = new Explainer(run.Machine, run.Evidence.Scenes.Inspector, run.Evidence.Changes);
        return string.Join('\n', explainer.Explain(arguments[0].ToLowerInvariant(), value, pe));
    }
}
