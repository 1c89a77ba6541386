using CcaEmu.Arm.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

internal sealed partial class RmiHost
{
    /// <summary>Answers that move nothing, one after another, before a stateful operation is taken for stuck.</summary>
    private const int PatienceLimit = 64;

    // A command that may become a stateful operation, but has no business asking for memory.
    private Script<RmiReply> CallToEnd(
        RmiCommand command, ulong x1 = 0, ulong x2 = 0, ulong x3 = 0, ulong x4 = 0, ulong x5 = 0) =>
        CallWithMemory(null, command, x1, x2, x3, x4, x5);

    /// <summary>Makes a command and, where it becomes a stateful operation, carries it to its end.</summary>
    /// <returns>
    /// The command with its final answer. INCOMPLETE as a final answer: the operation could neither be finished nor cancelled, and its
    /// objects stay with the RMM.
    /// </returns>
    /// <remarks>RMM specification 2.0-bet1 (DEN0137), commands RMI_OP_CONTINUE, RMI_OP_MEM_DONATE, RMI_OP_MEM_RECLAIM, RMI_OP_CANCEL.</remarks>
    private async Script<RmiReply> CallWithMemory(
        MemoryTransfer? transfer, RmiCommand command, ulong x1 = 0, ulong x2 = 0, ulong x3 = 0, ulong x4 = 0, ulong x5 = 0)
    {
        RmiReply first = await Call(command, x1, x2, x3, x4, x5);
        if (first.Status != RmiStatus.Incomplete)
            return first;
        RmiReply last = await Finish(first, command, transfer);
        if (transfer is not null)
            await transfer.ReleaseUnused();
        return last with { Request = first.Request };
    }

    private async Script<RmiReply> Finish(RmiReply reply, RmiCommand begun, MemoryTransfer? transfer)
    {
        ulong handle = reply.Response.X1;
        bool cancelled = false;
        HostResult cause = HostResult.Ok;
        for (int idle = 0; reply.Status == RmiStatus.Incomplete && idle < PatienceLimit; idle++)
        {
            RmiMemoryRequest wanted = reply.Result.MemoryRequest;
            if (wanted == RmiMemoryRequest.None)
            {
                reply = await OpContinue(handle, begun);
                continue;
            }
            HostResult ready = await Prepare(transfer, wanted, reply);
            if (ready.IsOk)
            {
                (RmiReply step, bool moved) = await Move(handle, begun, wanted, transfer!);
                reply = step;
                idle = moved ? 0 : idle;
                continue;
            }
            cause = cause.IsOk ? ready : cause;
            if (reply.Result.CanCancel && !cancelled)
            {
                cancelled = true;
                reply = await Call(RmiCommand.OpCancel, handle);
            }
            else
            {
                break;
            }
        }
        return cause.IsOk ? reply : reply with { Cause = cause.Message, CauseError = cause.Error };
    }

    private static async Script<HostResult> Prepare(MemoryTransfer? transfer, RmiMemoryRequest wanted, RmiReply reply)
    {
        if (transfer is null)
            return HostResult.Fail(Errno.ECANCELED, "the command has no business with memory");
        return wanted == RmiMemoryRequest.Donate
            ? await transfer.Prepare(DonationRequirements.Decode(reply.Response.X2))
            : HostResult.Ok;
    }

    // One donation or reclaim. Its own status says nothing of the operation unless it is INCOMPLETE: then it says what comes next.
    private async Script<(RmiReply Reply, bool Moved)> Move(ulong handle, RmiCommand begun, RmiMemoryRequest wanted, MemoryTransfer transfer)
    {
        RmiReply reply = wanted == RmiMemoryRequest.Donate
            ? await Call(RmiCommand.OpMemDonate, handle, transfer.ListPage, (ulong)transfer.PreparedCount)
            : await Call(RmiCommand.OpMemReclaim, handle, transfer.ListPage, MemoryTransfer.ListCapacity);
        ulong count = reply.Response.X1;
        if (wanted == RmiMemoryRequest.Donate)
            transfer.Donated(count);
        else if (reply.Status is RmiStatus.Success or RmiStatus.Incomplete)
            await transfer.Reclaimed((int)Math.Min(count, MemoryTransfer.ListCapacity));
        return (reply.Status == RmiStatus.Incomplete ? reply : await OpContinue(handle, begun), count > 0);
    }

    private Script<RmiReply> OpContinue(ulong handle, RmiCommand begun) =>
        CallFor(begun, RmiCommand.OpContinue, handle, (ulong)RmiContinueFlags.None);
}
