namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Why the machine stands still.</summary>
/// <param name="Signal">Signal number that GDB is told: 5 is SIGTRAP, 2 is SIGINT.</param>
/// <param name="Words">Words of the stop reply; empty for a step or an interrupt.</param>
/// <param name="Message">What the user is told beside it; null for nothing.</param>
internal readonly record struct StopEvent(int Signal, string Words, string? Message)
{
    public static readonly StopEvent Step = new(5, "", null);
    public static readonly StopEvent Interrupt = new(2, "", null);
    public static readonly StopEvent AtBeginning = new(5, "replaylog:begin;", "the run begins here");
}
