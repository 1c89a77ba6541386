using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Debugging.Commands;

/// <summary><c>monitor gpt</c>: the Granule Protection Table, or its entry for one address.</summary>
internal sealed class GptCommand : IMonitorCommand
{
    /// <inheritdoc/>
    public string Name => "gpt";

    /// <inheritdoc/>
    public string Help => "[ADDRESS]: the GPT entry of a physical address, and who changed its granule last; without one, the whole table by ranges";

    /// <inheritdoc/>
    public string Answer(IDebuggedRun run, ProcessingElement pe, IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
            return InspectCommand.TextOf("gpt", run);
        if (arguments.Count != 1 || !MonitorText.TryNumber(arguments[0], out ulong address))
            return MonitorText.Expected("a physical address or nothing", arguments);
        GpcResult gpt = pe.Physical.Inspect(address);
        string who = run.Evidence.Changes.OfGranule(address) is { } change ? $"last changed by {change}" : "no call of this run has changed it";
        return MonitorText.Of($"PA 0x{address:x}: GPI {gpt.Gpi}, by the level {gpt.Level} entry at 0x{gpt.EntryAddress:x} = 0x{gpt.Entry:x}\n{who}");
    }
}
