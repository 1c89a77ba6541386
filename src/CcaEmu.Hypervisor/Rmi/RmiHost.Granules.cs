using CcaEmu.Arm.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

internal sealed partial class RmiHost
{
    /// <summary>RMI_GRANULE_RANGE_DELEGATE; the output is how far it got.</summary>
    public Script<RmiReply<ulong>> GranuleRangeDelegate(ulong start, ulong end) => Range(RmiCommand.GranuleRangeDelegate, start, end);

    /// <summary>RMI_GRANULE_RANGE_UNDELEGATE; the output is how far it got.</summary>
    public Script<RmiReply<ulong>> GranuleRangeUndelegate(ulong start, ulong end) => Range(RmiCommand.GranuleRangeUndelegate, start, end);

    /// <summary>Delegates a range, from the returned top again and again until it is done.</summary>
    /// <returns>What was done. A command that reports success without progress is a failure.</returns>
    public Script<RangeProgress> DelegateRange(ulong start, ulong end) => Repeat(RmiCommand.GranuleRangeDelegate, start, end);

    /// <summary>Undelegates a range, from the returned top again and again until it is done.</summary>
    /// <inheritdoc cref="DelegateRange" path="/returns"/>
    public Script<RangeProgress> UndelegateRange(ulong start, ulong end) => Repeat(RmiCommand.GranuleRangeUndelegate, start, end);

    private async Script<RmiReply<ulong>> Range(RmiCommand command, ulong start, ulong end)
    {
        RmiReply reply = await CallToEnd(command, start, end);
        return new(reply, reply.Response.X1);
    }

    private async Script<RangeProgress> Repeat(RmiCommand command, ulong start, ulong end)
    {
        while (start < end)
        {
            RmiReply<ulong> reply = await Range(command, start, end);
            if (!reply.IsSuccess)
                return new(start, HostResult.Fail(reply.Reply));
            if (reply.Output <= start || reply.Output > end)
                return new(start, HostResult.Fail(Errno.ENXIO, $"{reply.Reply.Describe()}: no sensible progress"));
            start = reply.Output;
        }
        return new(start, HostResult.Ok);
    }
}
