using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Who decides, while the machine stands still, how it goes on.</summary>
internal interface IDebugClient
{
    /// <summary>Whether the machine has to stop at the next opportunity: a debugger asks for it, or has just come.</summary>
    bool WantsToStop { get; }

    /// <summary>Whether nothing may run before a debugger has come.</summary>
    bool WaitsAtStart { get; }

    /// <summary>The machine stands still until this returns.</summary>
    /// <param name="pe">The PE that it stopped on.</param>
    /// <param name="why">Why.</param>
    Resume OnStop(ProcessingElement pe, in StopEvent why);
}
