using CcaEmu.Arm;
using CcaEmu.Diagnostics.Crossings;
using CcaEmu.Diagnostics.Reports;

namespace CcaEmu.Diagnostics.Tests.Reports;

public sealed class IdleGapsTests
{
    private const ulong Long = 10 * IdleGaps.Shortest;

    [Test]
    public void A_gap_is_where_every_PE_waits() => Assert.That(
        IdleGaps.Of([Leg(0, 0, 100 + Long, idle: Long), Leg(1, 0, 500 + Long, idle: Long), Leg(0, 100 + Long, 900 + Long), Leg(1, 500 + Long, 900 + Long)]),
        Is.EqualTo(new[] { (500UL, 100 + Long) }));

    [Test]
    public void A_PE_that_computes_leaves_no_gap() =>
        Assert.That(IdleGaps.Of([Leg(0, 0, Long, idle: Long - 1), Leg(1, 0, Long)]), Is.Empty);

    [Test]
    public void A_short_wait_is_no_gap() =>
        Assert.That(IdleGaps.Of([Leg(0, 0, IdleGaps.Shortest, idle: IdleGaps.Shortest - 1), Leg(0, IdleGaps.Shortest, Long)]), Is.Empty);

    [Test]
    public void Legs_may_come_in_any_order_and_the_run_may_end_asleep() =>
        Assert.That(IdleGaps.Of([Leg(0, 50, 50 + Long, idle: Long), Leg(0, 0, 50)]), Is.EqualTo(new[] { (50UL, 50 + Long) }));

    private static CrossingLeg Leg(int pe, ulong start, ulong end, ulong idle = 0) =>
        new(pe, SecurityState.NonSecure, ExceptionLevel.EL2, start, end, 0, idle, "");
}
