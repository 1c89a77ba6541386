using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Recs;

namespace CcaEmu.Rmm.Rmi;

/// <summary>Finds what a command of another revision leaves to the RMM and code expects as an argument.</summary>
internal static class MissingArguments
{
    /// <summary>Fills in what the revision's command does not say.</summary>
    /// <param name="command">The command as the revision has it.</param>
    /// <param name="call">The call.</param>
    /// <param name="arguments">X0 to X7 as code reads them.</param>
    public static void Fill(AbiCommand command, RmiCall call, Span<ulong> arguments)
    {
        if (command.Command == RmiCommand.PsciComplete && command.Inputs[1] == 0)
            arguments[2] = PsciTarget(call, arguments[1]);
    }

    // 2.0-bet3 has no target: it is the REC of the same Realm that the caller's PSCI request names. 0, which is no granule, where there is none.
    private static ulong PsciTarget(RmiCall call, ulong calling)
    {
        if (!call.Rmm.Geometry.IsAligned(calling) || !call.Rmm.Granules.Is(calling, GranuleState.Rec))
            return 0;
        var caller = new Rec(call.Memory, calling);
        foreach ((ulong granule, GranuleState state) in call.Rmm.Granules.InUse())
        {
            if (state != GranuleState.Rec || granule == calling)
                continue;
            var rec = new Rec(call.Memory, granule);
            if (rec.Owner == caller.Owner && rec.Mpidr.Value == caller[1])
                return granule;
        }
        return 0;
    }
}
