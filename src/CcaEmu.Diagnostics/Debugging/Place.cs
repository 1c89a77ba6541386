using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>A place in the course of a run: what one PE has done. Two runs of the same image and options go through the same places.</summary>
/// <param name="Pe">Linear PE number.</param>
/// <param name="Progress">Value of <see cref="ProcessingElement.Progress"/>.</param>
internal readonly record struct Place(int Pe, ulong Progress)
{
    /// <summary>Behind everything.</summary>
    public static readonly Place End = new(-1, 0);

    public static Place Of(ProcessingElement pe) => new(pe.Index, pe.Progress);

    /// <summary>Whether a PE is there, or past it.</summary>
    public bool IsReachedBy(ProcessingElement pe) => pe.Index == Pe && pe.Progress >= Progress;
}
