using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Run;

/// <summary>The state in which a Realm's handler begins is the same whether the PE has taken the exception or the RMM has injected it.</summary>
public sealed class InjectedStateTests
{
    private const uint Brk = 0xD420_0000;
    private const ulong Handlers = TestRealm.Code + 0x4000;

    [Test]
    public void A_handler_begins_in_the_same_state([Values] bool pan, [Values] bool span, [Values] bool dssbs, [Values] bool dit)
    {
        ulong[] own = StateAfter(Brk, pan, span, dssbs, dit);
        Assert.That(own[0], Is.EqualTo(pan || !span ? PSTATE.PAN : 0));
        Assert.That(own[1], Is.Zero, "UAO");
        Assert.That(own[2], Is.EqualTo(dit ? PSTATE.DIT : 0));
        Assert.That(own[3], Is.EqualTo(dssbs ? PSTATE.SSBS : 0));
        Assert.That(StateAfter(A64.Hvc, pan, span, dssbs, dit), Is.EqualTo(own));
    }

    // PAN, UAO, DIT, SSBS, DAIF, NZCV and SPSel at the handler.
    private static ulong[] StateAfter(uint instruction, bool pan, bool span, bool dssbs, bool dit)
    {
        using var bench = new RmmBench(checks: false);
        uint[] handler =
        [
            A64.Mrs(0, 3, 0, 4, 2, 3), A64.Mrs(1, 3, 0, 4, 2, 4), A64.Mrs(2, 3, 3, 4, 2, 5), A64.Mrs(3, 3, 3, 4, 2, 6),
            A64.Mrs(4, 3, 3, 4, 2, 1), A64.Mrs(5, 3, 3, 4, 2, 0), A64.Mrs(6, 3, 0, 4, 2, 0), A64.Movz(7, 0), .. A64.Report(), A64.Stop,
        ];
        var page = new byte[0x1000];
        Buffer.BlockCopy(handler, 0, page, 0x200, handler.Length * 4);
        ulong sctlr = 0x30D0_0980 & ~SCTLR_ELx.SPAN | (span ? SCTLR_ELx.SPAN : 0) | (dssbs ? SCTLR_ELx.DSSBS : 0);
        TestRealm realm = Guests.Start(bench, r => r.MapInit(Handlers, page),
        [
            .. A64.Load(5, Handlers), A64.Msr(3, 0, 12, 0, 0, 5),
            .. A64.Load(5, sctlr), A64.Msr(3, 0, 1, 0, 0, 5),
            .. A64.Load(5, pan ? PSTATE.PAN : 0), A64.Msr(3, 0, 4, 2, 3, 5),
            .. A64.Load(5, dit ? PSTATE.DIT : 0), A64.Msr(3, 3, 4, 2, 5, 5),
            .. A64.Load(5, PSTATE.UAO), A64.Msr(3, 0, 4, 2, 4, 5),
            .. A64.Load(5, dssbs ? 0 : PSTATE.SSBS), A64.Msr(3, 3, 4, 2, 6, 5),
            .. A64.Load(5, PSTATE.N | PSTATE.C), A64.Msr(3, 3, 4, 2, 0, 5),
            instruction,
        ]);
        return realm.Finish();
    }
}
