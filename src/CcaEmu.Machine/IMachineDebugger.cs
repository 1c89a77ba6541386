using CcaEmu.Cpu;

namespace CcaEmu.Machine;

/// <summary>Someone who may keep a machine waiting between what its PEs do. The course of a run is the same with and without.</summary>
public interface IMachineDebugger
{
    /// <summary>A PE is about to run, or a managed layer to act on it. The machine waits until this returns.</summary>
    /// <param name="pe">The PE.</param>
    void OnLook(ProcessingElement pe);

    /// <summary>Instructions after which it wants to be asked again, at the next branch or page end.</summary>
    /// <param name="pe">The PE.</param>
    /// <returns>At least 1, at most <see cref="Machine.SliceInstructions"/>.</returns>
    ulong SliceOf(ProcessingElement pe);
}
