namespace CcaEmu.Diagnostics.Debugging;

/// <summary>A run on the way to an earlier place: first it looks for the place, then, in another run, it goes there.</summary>
/// <param name="Kind">What is looked for.</param>
/// <param name="Pe">The PE of a step.</param>
/// <param name="Until">Where it ends; null for the end of the run.</param>
/// <param name="IsSearch">Whether it is the run that looks.</param>
internal sealed record Travel(ResumeKind Kind, int Pe, Place? Until, bool IsSearch)
{
    /// <summary>The last place so far that would do, and why one stops there.</summary>
    public (Place Place, StopEvent Why)? Found { get; set; }
}
