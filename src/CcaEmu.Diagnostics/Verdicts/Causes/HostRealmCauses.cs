using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>How a host describes a Realm or a REC wrongly when it creates them.</summary>
/// <remarks>RMM specification (DEN0137), commands RMI_REALM_CREATE and RMI_REC_CREATE, failure conditions.</remarks>
internal static class HostRealmCauses
{
    public static Finding? RealmParameters(CaseFile file)
    {
        if (file.Evidence.Failures.Of(RmiCommand.RealmCreate).FirstOrDefault(refused => refused.Status == RmiStatus.ErrorInput) is not { } refused)
            return null;
        string field = WrongField(refused) ?? "the parameters are plausible by themselves: RD or a root granule is not DELEGATED, or RD lies among the root granules";
        return new Finding(
            95, $"RMI_REALM_CREATE was refused: {field}", "correct that field; the page must be zero where no field is, and RD and root granules must be DELEGATED before", $"{refused}");
    }

    public static Finding? RecMpidr(CaseFile file)
    {
        if (file.Evidence.Failures.Of(RmiCommand.RecCreate).FirstOrDefault(refused => refused.Status == RmiStatus.ErrorInput && refused.Parameters.Length > 0) is not { } refused)
            return null;
        var mpidr = new RecMpidr(refused.Parameter(RmiRecParamsLayout.Mpidr));
        ulong expected = (ulong)file.Evidence.Events.Calls.Count(call => call.Is(RmiCommand.RecCreate) && call.Outcome == CallOutcome.Returned && new RmiResult(call.Results[0]).IsSuccess);
        if (mpidr.IsValid && mpidr.Index == expected)
            return null;
        return new Finding(
            95, Of($"RMI_REC_CREATE was refused: REC number {expected} needs mpidr 0x{Arm.Rmi.RecMpidr.FromIndex(expected).Value:X}, got 0x{mpidr.Value:X}"),
            "create RECs in order of their index = aff0[3:0] + 16 * aff1 + 4096 * aff2; aff0[7:4] must be zero", $"{refused}");
    }

    // Which field of the parameters cannot be right, by itself or beside the others.
    private static string? WrongField(RefusedCall refused)
    {
        ulong s2sz = refused.Parameter(RmiRealmParamsLayout.S2sz) & 0xFF, level = refused.Parameter(RmiRealmParamsLayout.RttLevelStart);
        ulong tables = refused.Parameter(RmiRealmParamsLayout.RttNumStart) & 0xFFFF_FFFF, root = refused.Parameter(RmiRealmParamsLayout.RttBase);
        ulong hash = refused.Parameter(RmiRealmParamsLayout.HashAlgo) & 0xFF;
        if (s2sz is < 32 or > 52)
            return Of($"s2sz = {s2sz}, which is no width of an IPA space that the RMM offers");
        if (hash > (ulong)RmiHashAlgorithm.Sha384)
            return Of($"hash_algo = {hash} is not one that the RMM offers");
        if ((refused.Parameter(RmiRealmParamsLayout.NumBps) & 0xFF) == 0 || (refused.Parameter(RmiRealmParamsLayout.NumWps) & 0xFF) == 0)
            return "num_bps and num_wps count from one less: 0 is not offered";
        if ((long)level is < 0 or > 2)
            return Of($"rtt_level_start = {(long)level} is no starting level");
        int extra = Math.Max(0, (int)s2sz - (48 - 9 * (int)level));
        if (tables != 1UL << extra)
            return Of($"rtt_num_start = {tables}, but s2sz {s2sz} from level {level} needs {1UL << extra}");
        if ((root & (tables * 0x1000 - 1)) != 0)
            return Of($"rtt_base = 0x{root:X} is not aligned to {tables} granules");
        return root - refused.Call.Arguments[1] == 0 ? "rd is one of the root granules" : null;
    }
}
