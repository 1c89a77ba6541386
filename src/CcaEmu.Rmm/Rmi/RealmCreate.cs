using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Machine.Scripting;
using CcaEmu.Rmm.Measurement;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Rtts;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_REALM_CREATE: makes a Realm from an RD granule and its starting tables.</summary>
internal sealed class RealmCreate() : RmiHandler(RmiCommand.RealmCreate,
[
    RmmActive,
    RmiCondition.When("pat_valid", RmiStatus.ErrorGlobal, call => !call.Rmm.IsPlatformTokenValid),
    .. HostPage("params", 2, abi => abi.RealmParams),
    RmiCondition.When("params_valid", RmiStatus.ErrorInput, call => !Parameters(call).IsValid),
    RmiCondition.When("params_supp", RmiStatus.ErrorInput, call => !Parameters(call).IsSupported(call.Rmm.Features)),
    RmiCondition.When("rtt_num_level", RmiStatus.ErrorInput, call => !Parameters(call).IsStartConsistent(call.Rmm.RmiGranule)),
    RmiCondition.When("alias", RmiStatus.ErrorInput, call =>
        call[1] - Parameters(call).RttBase < Parameters(call).RttNumStart * call.Rmm.GranuleBytes),
    .. Delegated("rd", 1),
    RmiCondition.When("rtt_align", RmiStatus.ErrorInput, call =>
        (Parameters(call).RttBase & (Parameters(call).RttNumStart * call.Rmm.GranuleBytes - 1)) != 0),
    RmiCondition.When("rtt_state", RmiStatus.ErrorInput, call => !AreStartTablesDelegated(call)),
    RmiCondition.When("ats_plane", RmiStatus.ErrorInput, call => Parameters(call).AtsPlane > Parameters(call).NumAuxPlanes),
    RmiCondition.When("mec", RmiStatus.ErrorGlobal, call =>
        Parameters(call).MecPolicy == RmiMecPolicy.Private && call.Rmm.Mecids.IsExhausted),
    RmiCondition.When("vmids", RmiStatus.ErrorGlobal, call => call.Rmm.Vmids.IsExhausted),
    RmiCondition.Refused("mec_refused", RmiStatus.ErrorGlobal),
], Footprint.Granule("rd", 1))
{
    public override bool KeepsAnyMemory(RmiCall call) => true;

    protected override RmiResult Apply(RmiCall call)
    {
        call.Rmm.Vmids.TryTake(out ushort vmid);
        return Parameters(call).MecPolicy == RmiMecPolicy.Shared ? Make(call, vmid, call.Rmm.Mecids.SharedMecid) : BeginOwnMecid(call, vmid);
    }

    private RmiResult BeginOwnMecid(RmiCall call, ushort vmid)
    {
        call.Rmm.Mecids.TryTake(out ushort mecid);
        // Nobody else may take them while the monitor works.
        SetStates(call, GranuleState.Internal, GranuleState.Internal);
        return call.Defer(() => MakeWithOwnMecid(call, vmid, mecid));
    }

    // The Realm's own context begins with a new key.
    private async Script MakeWithOwnMecid(RmiCall call, ushort vmid, ushort mecid)
    {
        FirmeStatus answer = await call.Rmm.Mecs.Begin(call.RmmPe.Script, mecid);
        if (answer == FirmeStatus.Success)
        {
            call.Finish(Make(call, vmid, mecid));
            return;
        }
        SetStates(call, GranuleState.Delegated, GranuleState.Delegated);
        call.Rmm.Mecids.Release(mecid);
        call.Rmm.Vmids.Release(vmid);
        call.Finish(ResultOf(answer));
    }

    private static void SetStates(RmiCall call, GranuleState rd, GranuleState tables)
    {
        call.SetState(call[1], rd);
        for (uint i = 0; i < Parameters(call).RttNumStart; i++)
            call.SetState(Parameters(call).RttBase + i * call.Rmm.GranuleBytes, tables);
    }

    private static RmiResult Make(RmiCall call, ushort vmid, ushort mecid)
    {
        RealmParameters parameters = Parameters(call);
        call.Wipe(call[1]);
        // A table of zeros: VOID with RIPAS EMPTY, and UNMAPPED_NS.
        for (uint i = 0; i < parameters.RttNumStart; i++)
            call.Wipe(parameters.RttBase + i * call.Rmm.GranuleBytes, mecid);
        SetStates(call, GranuleState.Rd, GranuleState.Rtt);
        var rd = new Rd(call.Memory, call[1])
        {
            State = RealmState.New,
            HashAlgorithm = parameters.HashAlgorithm,
            IpaWidth = parameters.S2sz,
            RttBase = parameters.RttBase,
            RttLevelStart = (int)parameters.RttLevelStart,
            RttNumStart = (int)parameters.RttNumStart,
            Vmid = vmid,
            NumBps = parameters.NumBps,
            NumWps = parameters.NumWps,
            Flags0 = parameters.Flags0,
            PmuNumCtrs = parameters.PmuNumCtrs,
        };
        rd.WriteTables(new RttGeometry(call.Rmm.RmiGranule, parameters.IsLpa2), mecid);
        rd.WriteRpv(parameters.Rpv);
        Span<ulong> seed = stackalloc ulong[Rd.InstanceSeedSize / sizeof(ulong)];
        foreach (ref ulong word in seed)
            word = call.Pe.Environment.NextRandom();
        rd.WriteInstanceSeed(seed);
        Rim.Initialize(call.Pe, rd, call.Page, call.Rmm.Options.RimInitialValue);
        call.KeepDonations(rd.Address);
        call.Rmm.NumRealms++;
        return RmiResult.Success;
    }

    private static RealmParameters Parameters(RmiCall call) => new(call.Page);

    private static bool AreStartTablesDelegated(RmiCall call)
    {
        RealmParameters parameters = Parameters(call);
        for (uint i = 0; i < parameters.RttNumStart; i++)
        {
            ulong table = parameters.RttBase + i * call.Rmm.GranuleBytes;
            if (!call.Rmm.Granules.IsFine(table) || call.Rmm.Granules[table] != GranuleState.Delegated)
                return false;
        }
        return true;
    }
}
