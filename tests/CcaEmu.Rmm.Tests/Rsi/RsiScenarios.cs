using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Rsi;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rsi;

/// <summary>Failure conditions of the calls of a Realm that has <see cref="TestRealm.Data"/> and a second REC that is off.</summary>
internal static class RsiScenarios
{
    private const ulong Top = TestRealm.Data + 0x1000;

    /// <summary>The conditions as the RMM declares them.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<RsiCondition>> Declared()
    {
        var declared = RsiHandlers.Create()
            .Where(handler => handler.Conditions.Count > 0)
            .ToDictionary(handler => handler.Command.ToString(), handler => handler.Conditions);
        declared.Add(nameof(PsciFunction.CpuOn), RealmPsci.CpuOnConditions);
        declared.Add(nameof(PsciFunction.AffinityInfo), RealmPsci.AffinityInfoConditions);
        return declared;
    }

    public static IEnumerable<RsiScenario> All() =>
    [
        Rsi(RsiCommand.RealmConfig, [TestRealm.Data], RsiBreak.Buffer(0x1000)),
        Rsi(RsiCommand.HostCall, [TestRealm.Data], RsiBreak.Buffer(0x100)),
        Rsi(RsiCommand.MeasurementRead, [4], [
            RsiBreak.Input("index_bound", x => x[1] = 5),
            RsiBreak.Input("index_bound", x => x[1] = 1UL << 32),
        ]),
        Rsi(RsiCommand.MeasurementExtend, [4, 64], [
            RsiBreak.Input("index_bound", x => x[1] = 0),
            RsiBreak.Input("index_bound", x => x[1] = 5),
            RsiBreak.Input("index_bound", x => x[1] |= 1UL << 32),
            RsiBreak.Input("size_bound", x => x[2] = 65),
            RsiBreak.Input("size_bound", x => x[2] = 1UL << 32),
        ]),
        Rsi(RsiCommand.IpaStateSet, [TestRealm.Data, Top, (ulong)Ripas.Ram], [
            .. RsiBreak.Range,
            RsiBreak.Input("ripas_valid", x => x[3] = (ulong)Ripas.Destroyed),
            RsiBreak.Input("ripas_valid", x => x[3] = (ulong)Ripas.Dev),
        ]),
        Rsi(RsiCommand.AttestationTokenContinue, [TestRealm.Data, 0x800, 0x800], [
            RsiBreak.Input("addr_align", x => x[1] += 0x800),
            RsiBreak.Input("addr_bound", x => x[1] |= TestRealm.Unprotected),
            RsiBreak.Input("addr_bound", x => x[1] |= 1UL << 63),
            RsiBreak.Input("offset_bound", x => x[2] = 0x1000),
            RsiBreak.Input("size_overflow", x => x[3] = ulong.MaxValue),
            RsiBreak.Input("size_bound", x => x[3] = 0x801),
            RsiBreak.Input("addr_ripas", x => x[1] = TestRealm.Code + 0x10_0000),
            new RsiBreak("state", (ulong)RsiStatus.ErrorState, _ => { }) { OnRec = rec => rec.AttestState = AttestState.None },
        ]) with { Prepare = rec => rec.AttestState = AttestState.Begun },
        Rsi(RsiCommand.MemGetPermValue, [0, 14], [
            RsiBreak.Input("plane_bound", x => x[1] = 1),
            RsiBreak.Input("plane_bound", x => x[1] = 1UL << 32),
            RsiBreak.Input("index_bound", x => x[2] = 15),
            RsiBreak.Input("index_bound", x => x[2] = 1UL << 32),
        ]),
        Rsi(RsiCommand.IpaStateGet, [TestRealm.Data, Top], RsiBreak.Range),
        new(nameof(PsciFunction.CpuOn), [(ulong)PsciFunction.CpuOn, 1, TestRealm.Code, 0], [
            Psci("entry", PsciStatus.InvalidAddress, x => x[2] = TestRealm.Unprotected),
            Psci("entry", PsciStatus.InvalidAddress, x => x[2] |= 1UL << 63),
            Psci("mpidr", PsciStatus.InvalidParameters, x => x[1] = 2),
            Psci("mpidr", PsciStatus.InvalidParameters, x => x[1] = 0x81),
            Psci("runnable", PsciStatus.AlreadyOn, x => x[1] = 0),
        ]),
        new(nameof(PsciFunction.AffinityInfo), [(ulong)PsciFunction.AffinityInfo, 1, 0], [
            Psci("level", PsciStatus.InvalidParameters, x => x[2] = 1),
            Psci("mpidr", PsciStatus.InvalidParameters, x => x[1] = 2),
        ]),
    ];

    private static RsiScenario Rsi(RsiCommand command, ulong[] arguments, RsiBreak[] breaks) =>
        new(command.ToString(), [(ulong)command, .. arguments], breaks);

    private static RsiBreak Psci(string condition, PsciStatus status, Action<ulong[]> apply) =>
        new(condition, (ulong)(long)status, apply);
}
