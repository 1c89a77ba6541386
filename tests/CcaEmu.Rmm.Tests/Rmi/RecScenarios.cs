using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>Failure conditions of commands about RECs.</summary>
internal static class RecScenarios
{
    public static IEnumerable<CommandScenario> All()
    {
        yield return new(RmiCommand.RecCreate, s =>
        {
            s.Realm = new TestRealm(s.Bench);
            s.A[1] = s.Realm.Rd;
            s.A[2] = s.Bench.NewDelegated();
            s.A[3] = s.Page = s.Bench.NewPage(TestRealm.RecParams(true, 0, TestRealm.Code));
        },
        [
            Break.RmmState(),
            .. Break.HostPage("params", 3),
            Break.Input("params_valid", s => s.Bench.Write64(s.Page + RmiRecParamsLayout.Flags, 2)),
            .. Break.Granule("rec", 2),
            .. Break.Granule("rd", 1),
            new("realm_state", RmiStatus.ErrorRealm, s => s.Realm.Activate()),
            new("num_recs", RmiStatus.ErrorRealm, s =>
            {
                Rd rd = s.Rd;
                rd.NumRecs = 511;
            }),
            Break.Input("mpidr_valid", s => s.Bench.Write64(s.Page + RmiRecParamsLayout.Mpidr, s.Bench.Read64(s.Page + RmiRecParamsLayout.Mpidr) | 0x80)),
            Break.Input("mpidr_index", s => s.Bench.Write64(s.Page + RmiRecParamsLayout.Mpidr, 1)),
        ]);
        yield return new(RmiCommand.RecDestroy, s =>
        {
            s.Realm = new TestRealm(s.Bench);
            s.A[1] = s.Realm.NewRec();
        },
        [
            Break.RmmState(),
            .. Break.Granule("rec", 1),
            new("rec_running", RmiStatus.ErrorRec, Running),
        ]);
        yield return new(RmiCommand.RecEnter, s =>
        {
            s.Realm = new TestRealm(s.Bench).Start([.. A64.Call((ulong)PsciFunction.SystemOff)]);
            s.A[1] = s.Realm.Rec;
            s.A[2] = s.Page = s.Realm.Run;
        },
        [
            Break.RmmState(),
            .. Break.HostPage("run", 2),
            .. Break.Granule("rec", 1),
            Break.Input("enter_flags", s => Flags(s, 0x100)),
            new("realm_state", RmiStatus.ErrorRealm, s =>
            {
                Rd rd = s.Rd;
                rd.State = RealmState.New;
            }),
            new("rec_running", RmiStatus.ErrorRec, Running),
            new("rec_runnable", RmiStatus.ErrorRec, s =>
            {
                Rec rec = s.Rec;
                rec.IsRunnable = false;
            }),
            new("rec_mmio", RmiStatus.ErrorRec, s => Flags(s, (ulong)RmiRecEnterFlags.EmulMmio)),
            new("rec_sea", RmiStatus.ErrorRec, s => Flags(s, (ulong)RmiRecEnterFlags.InjectSea)),
            new("rec_pending", RmiStatus.ErrorRec, s =>
            {
                Rec rec = s.Rec;
                rec.Pending = RecPending.Psci;
            }),
            new("rec_gicv3", RmiStatus.ErrorRec, s => s.Bench.Pe[SystemRegister.ICH_LR15_EL2] = ICH_LR_EL2.HW),
        ]);
        yield return new(RmiCommand.PsciComplete, s =>
        {
            s.Realm = new TestRealm(s.Bench);
            s.Realm.MapCode([.. A64.Call((ulong)PsciFunction.CpuOn, 1, TestRealm.Code, 7)]);
            s.A[1] = s.Realm.NewRec();
            s.A[2] = s.Realm.NewRec(runnable: false, mpidr: 1);
            s.Realm.Activate();
            Assert.That(s.Realm.Enter(), Is.EqualTo(RmiRecExitReason.Psci));
        },
        [
            Break.RmmState(),
            Break.Input("alias", s =>
            {
                if (s.A[1] == s.Realm.Rec)
                    s.A[1] = s.A[2];
                else
                    s.A[2] = s.A[1];
            }),
            .. Break.Granule("rec", 1),
            .. Break.Granule("target", 2),
            Break.Input("pending", s =>
            {
                Rec rec = s.Rec;
                rec.Pending = RecPending.None;
            }),
            Break.Input("owner", s =>
            {
                Rec target = s.RecAt(s.A[2]);
                target.Owner = 0;
            }),
            Break.Input("target", s =>
            {
                Rec target = s.RecAt(s.A[2]);
                target.Mpidr = new RecMpidr(2);
            }),
            Break.Input("status", s => s.A[3] = unchecked((ulong)(long)PsciStatus.NotPresent)),
        ]);
    }

    private static void Running(Scenario s)
    {
        Rec rec = s.Rec;
        rec.State = RecState.Running;
    }

    private static void Flags(Scenario s, ulong flag) =>
        s.Bench.Write64(s.Page + RmiRecRunLayout.EnterFlags, s.Bench.Read64(s.Page + RmiRecRunLayout.EnterFlags) | flag);
}
