using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>An RMI command and what the RMM answered.</summary>
/// <param name="Request">X0 to X8 as they went out.</param>
/// <param name="Response">X0 to X8 as they came back.</param>
internal readonly record struct RmiReply(SmcCall Request, SmcCall Response)
{
    /// <summary>What the host itself did wrong on the way, where that is the reason for the answer; else null.</summary>
    public string? Cause { get; init; }

    /// <summary>The error behind <see cref="Cause"/>; none where there is no cause.</summary>
    public Errno CauseError { get; init; }

    /// <summary>Why the command failed, as a host tells its callers: ENOMEM where the host had no memory for it and the RMM has given it up.</summary>
    public Errno Error => CauseError == Errno.ENOMEM && Status != RmiStatus.Incomplete ? Errno.ENOMEM : Errno.ENXIO;

    /// <summary>X0: status and its data.</summary>
    public RmiResult Result => new(Response.X0);

    /// <summary>The status. Something that is not an RMM answers with a value that has no name.</summary>
    public RmiStatus Status => Result.Status;

    /// <summary>Whether the command is done. One that the host has cancelled is not, whatever the cancellation ended with.</summary>
    public bool IsSuccess => Response.X0 == (ulong)RmiStatus.Success && Cause is null;

    /// <summary>Whether the RMM did nothing and wants to be asked again.</summary>
    public bool MustRetry => Status is RmiStatus.Busy or RmiStatus.Blocked;

    /// <summary>Whether a walk stopped above a level, so that the next table below where it stopped is missing.</summary>
    /// <param name="level">The level that was to be reached.</param>
    public bool MissesTableAbove(int level) => Status == RmiStatus.ErrorRtt && Result.Level < level;

    /// <summary>The command with its arguments, and the answer, for example "RMI_REC_ENTER rec=0x.. run=0x..: ERROR_REC".</summary>
    public string Describe()
    {
        ReadOnlySpan<ulong> sent = [Request.X0, Request.X1, Request.X2, Request.X3, Request.X4, Request.X5, Request.X6];
        ReadOnlySpan<ulong> received = [Response.X0, Response.X1, Response.X2, Response.X3, Response.X4];
        string text = $"{SmcNames.DescribeCall(sent)}: {SmcNames.DescribeResult((uint)Request.X0, received)}";
        return Cause is null ? text : $"{text}, because {Cause}";
    }
}

/// <summary>A reply with the command's outputs, which mean something only where the command says so.</summary>
/// <typeparam name="T">The outputs.</typeparam>
/// <param name="Reply">Request, response and status.</param>
/// <param name="Output">The outputs by name.</param>
internal readonly record struct RmiReply<T>(RmiReply Reply, T Output)
{
    /// <inheritdoc cref="RmiReply.IsSuccess"/>
    public bool IsSuccess => Reply.IsSuccess;

    /// <inheritdoc cref="RmiReply.Status"/>
    public RmiStatus Status => Reply.Status;
}
