using CcaEmu.Cpu;

namespace CcaEmu.Cli.Runs;

/// <summary>Somebody who looks at a run: a trace, a report, a check. It is opened before the run, and disposed of whatever comes of it.</summary>
internal abstract class RunAttachment : IDisposable
{
    /// <summary>Whether what it has seen makes the run a failure, whatever the guest says.</summary>
    public virtual bool HasFailed => false;

    /// <summary>Stale translations that it has seen used.</summary>
    public virtual IReadOnlyList<StaleTranslation> StaleTranslations => [];

    /// <summary>Why a run that it looks at cannot begin anew, to be said to a debugger's user; null where it can.</summary>
    public virtual string? NoWayBack => null;

    /// <summary>Makes another one that does the same for nobody, to measure what it costs; null where that is not asked of it, as it does not measure.</summary>
    /// <remarks>Throws an <see cref="IOException"/> where it needs a temporary file and cannot have one.</remarks>
    public virtual Func<RunAttachment>? Twin => null;

    /// <summary>A console that it hears, too.</summary>
    /// <param name="console">The console.</param>
    public virtual Action<byte> Hear(Action<byte> console) => console;

    /// <summary>Begins to look. Where a debugger goes back, the run begins anew with another machine: what was seen of the one before is forgotten.</summary>
    /// <param name="emulation">The machine, before its first instruction.</param>
    public virtual void Attach(Emulation emulation)
    {
    }

    /// <summary>The run is over: what the machine does from now on is no part of it.</summary>
    public virtual void Close()
    {
    }

    /// <summary>Says what it has seen, once it is closed.</summary>
    /// <param name="ended">The run.</param>
    public virtual void Write(EndedRun ended)
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
