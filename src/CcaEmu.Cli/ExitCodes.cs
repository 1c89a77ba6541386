namespace CcaEmu.Cli;

/// <summary>What the command returns to the shell.</summary>
internal static class ExitCodes
{
    /// <summary>The guest ended by itself and said that all is well.</summary>
    public const int Passed = 0;

    /// <summary>The guest failed or faulted, or no realm could be run.</summary>
    public const int Failed = 1;

    /// <summary>Usage, or an image or option that is no good.</summary>
    public const int Usage = 2;

    /// <summary>A bug of the emulator; EX_SOFTWARE of sysexits.h.</summary>
    public const int Internal = 70;

    /// <summary>The instruction limit was reached; what timeout(1) returns.</summary>
    public const int LimitReached = 124;

    /// <summary>The user interrupted the run: 128 and the number of SIGINT, as shells count.</summary>
    public const int Interrupted = 130;
}
