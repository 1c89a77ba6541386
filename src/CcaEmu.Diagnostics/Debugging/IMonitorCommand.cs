using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>A word that GDB's <c>monitor</c> understands, answered from outside the stub: what knows of RMM and hypervisor.</summary>
public interface IMonitorCommand
{
    /// <summary>The word.</summary>
    string Name { get; }

    /// <summary>Its arguments and what it prints, in one line.</summary>
    string Help { get; }

    /// <summary>Answers.</summary>
    /// <param name="run">The run as it stands.</param>
    /// <param name="pe">The PE that is selected.</param>
    /// <param name="arguments">The words behind the name.</param>
    /// <returns>The answer, or one line that says what was expected.</returns>
    string Answer(IDebuggedRun run, ProcessingElement pe, IReadOnlyList<string> arguments);
}
