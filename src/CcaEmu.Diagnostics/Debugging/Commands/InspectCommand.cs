using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Inspection;

namespace CcaEmu.Diagnostics.Debugging.Commands;

/// <summary><c>monitor inspect</c>: what <c>ccaemu inspect</c> shows, of the machine as it stands.</summary>
internal sealed class InspectCommand : IMonitorCommand
{
    /// <inheritdoc/>
    public string Name => "inspect";

    /// <inheritdoc/>
    public string Help => $"TABLE: one of {string.Join(", ", Inspections.Names)}";

    /// <inheritdoc/>
    public string Answer(IDebuggedRun run, ProcessingElement pe, IReadOnlyList<string> arguments) =>
        arguments.Count == 1 && Inspections.Names.Contains(arguments[0].ToLowerInvariant())
            ? TextOf(arguments[0].ToLowerInvariant(), run)
            : MonitorText.Expected($"one of {string.Join(", ", Inspections.Names)}", arguments);

    /// <summary>A table as text.</summary>
    public static string TextOf(string name, IDebuggedRun run)
    {
        var text = new StringWriter { NewLine = "\n" };
        InspectionText.Write(text, Inspections.Of(name, run.Machine, run.Evidence.Scenes.Inspector));
        return text.ToString();
    }
}
