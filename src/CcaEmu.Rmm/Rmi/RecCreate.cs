using System.Buffers.Binary;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Measurement;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Rtts;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>
/// RMI_REC_CREATE: makes the next REC of a NEW Realm. What is donated for it stays with it until it is destroyed.
/// </summary>
internal sealed class RecCreate() : RmiHandler(RmiCommand.RecCreate,
[
    RmmActive,
    .. HostPage("params", 3, abi => abi.RecParams),
    RmiCondition.When("params_valid", RmiStatus.ErrorInput, call =>
        ((RmiRecParamsFlags)Word(call, RmiRecParamsLayout.Flags) & ~RmiRecParamsFlags.Runnable) != 0),
    .. Delegated("rec", 2),
    .. RdAt(1),
    RmiCondition.When("realm_state", RmiStatus.ErrorRealm, call => call.Rd.State != RealmState.New),
    RmiCondition.When("num_recs", RmiStatus.ErrorRealm, call => call.Rd.NumRecs >= MaximumRecs(call)),
    RmiCondition.When("mpidr_valid", RmiStatus.ErrorInput, call => !Mpidr(call).IsValid),
    RmiCondition.When("mpidr_index", RmiStatus.ErrorInput, call => Mpidr(call).Index != call.Rd.RecIndex),
], Footprint.RealmAlone(1), Footprint.Granule("rec", 2))
{
    /// <summary>Memory beside its granule that a REC asks for where the RMM may ask: as much as the reference implementation does.</summary>
    private const int AuxiliaryGranules = 16;

    public override bool KeepsAnyMemory(RmiCall call) => true;

    public override IReadOnlyList<DonationRequirements> MemoryNeeded(RmiCall call) =>
        [new DonationRequirements(RttGeometry.LastLevel, AuxiliaryGranules, IsContiguous: false, IsUndelegated: false)];

    protected override RmiResult Apply(RmiCall call)
    {
        Rd rd = call.Rd;
        bool runnable = ((RmiRecParamsFlags)Word(call, RmiRecParamsLayout.Flags) & RmiRecParamsFlags.Runnable) != 0;
        call.Wipe(call[2]);
        call.SetState(call[2], GranuleState.Rec);
        var rec = new Rec(call.Memory, call[2])
        {
            Owner = rd.Address,
            State = RecState.Ready,
            IsRunnable = runnable,
            Mpidr = Mpidr(call),
            Pc = Word(call, RmiRecParamsLayout.Pc),
            Pstate = Rec.InitialPstate,
        };
        for (int i = 0; i < 8; i++)
            rec[i] = Word(call, RmiRecParamsLayout.Gprs + i * 8);
        rec.ResetSystemRegisters();
        call.KeepDonations(rec.Address);
        rd.RecIndex++;
        rd.NumRecs++;
        if (runnable)
            Rim.ExtendRec(call.Pe, rd, call.Page);
        return RmiResult.Success;
    }

    private static ulong Word(RmiCall call, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(call.Page[offset..]);

    private static RecMpidr Mpidr(RmiCall call) => new(Word(call, RmiRecParamsLayout.Mpidr));

    private static ulong MaximumRecs(RmiCall call) => (1UL << call.Rmm.Features.Register1.MaxRecsOrder) - 1;
}
