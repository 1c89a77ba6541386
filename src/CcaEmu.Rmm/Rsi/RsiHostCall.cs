using System.Runtime.InteropServices;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm.Rsi;

/// <summary>RSI_HOST_CALL: hands an immediate and 31 registers to the host and gets 31 registers back on entry.</summary>
internal sealed class RsiHostCall() : RsiHandler(RsiCommand.HostCall, [.. RsiCall.Buffer(1, RsiHostCallLayout.Size)])
{
    protected override RealmOutcome Apply(RsiCall call)
    {
        if (!call.Context.TryLocate(call[1], out ulong address))
            return call.ExitAndRetry();
        Span<ulong> words = stackalloc ulong[RsiHostCallLayout.Size / 8];
        call.Context.Memory.Read(address, words);
        call.Context.Rmm.Abi.HostCall.ToCanonical(MemoryMarshal.AsBytes(words));
        RecExit exit = call.Context.Exit.Begin(RmiRecExitReason.HostCall).With(RmiRecRunLayout.ExitImm, (ushort)words[0]);
        exit.WithGprs(words.Slice(RsiHostCallLayout.Gprs / 8, 31));
        Rec rec = call.Rec;
        rec.HostCallIpa = call[1];
        rec.Pending = RecPending.HostCall;
        return call.Exit();
    }
}
