using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>Realms with one REC and a little program, ready to be entered.</summary>
internal static class Guests
{
    /// <summary>Offset of the EL1 vectors in the code page.</summary>
    private const int Vectors = 0x800;

    /// <summary>
    /// A Realm whose program runs with vectors behind it: a synchronous exception from EL1 is told to the host as gprs 0 to 3 =
    /// 0xE, ESR_EL1, ELR_EL1, FAR_EL1; the end of the program is told as gprs 0 to 7.
    /// </summary>
    public static TestRealm Start(RmmBench bench, params ReadOnlySpan<uint> program) => Start(bench, _ => { }, program);

    /// <inheritdoc cref="Start(RmmBench, ReadOnlySpan{uint})"/>
    public static TestRealm Start(RmmBench bench, Action<TestRealm> arrange, params ReadOnlySpan<uint> program)
    {
        var realm = new TestRealm(bench);
        realm.MapInit(TestRealm.Data, []);
        arrange(realm);
        realm.MapCode(Page(program));
        if (realm.Rec == 0)
            realm.NewRec();
        realm.Activate();
        return realm;
    }

    /// <summary>The code page of such a Realm, for <see cref="TestRealm.Code"/>.</summary>
    public static uint[] Page(params ReadOnlySpan<uint> program)
    {
        var words = new uint[1024];
        uint[] start = [.. A64.Load(28, TestRealm.Code + Vectors), A64.Msr(3, 0, 12, 0, 0, 28), .. program, .. A64.Report(), A64.Stop];
        start.CopyTo(words, 0);
        Handler().CopyTo(words, (Vectors + 0x200) / 4);
        return words;
    }

    /// <summary>Enters the Realm; it must end its program.</summary>
    public static ulong[] Finish(this TestRealm realm, RmiRecEnterFlags flags = RmiRecEnterFlags.None)
    {
        Assert.That(realm.Enter(flags), Is.EqualTo(RmiRecExitReason.HostCall));
        return [.. Enumerable.Range(0, 8).Select(realm.ExitGpr)];
    }

    // VBAR_EL1 + 0x200: synchronous exception from EL1 with SP_EL1.
    private static uint[] Handler() =>
    [
        A64.Movz(0, 0xE),
        A64.Mrs(1, 3, 0, 5, 2, 0),
        A64.Mrs(2, 3, 0, 4, 0, 1),
        A64.Mrs(3, 3, 0, 6, 0, 0),
        .. A64.Report(),
        A64.Stop,
    ];

    /// <summary>A page of a program's result that an RSI command of the Realm wrote at <see cref="TestRealm.Data"/>.</summary>
    public static uint[] Rsi(RsiCommand command, params ReadOnlySpan<ulong> arguments) =>
        A64.Call([(ulong)command, .. arguments]);
}
