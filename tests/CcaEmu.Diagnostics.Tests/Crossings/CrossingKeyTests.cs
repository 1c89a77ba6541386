using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Crossings;

namespace CcaEmu.Diagnostics.Tests.Crossings;

public sealed class CrossingKeyTests
{
    private const uint SveHint = 1 << 16;

    [Test]
    public void A_name_tells_where_from_where_to_and_why() =>
        Assert.That(Smc((uint)RmiCommand.RecEnter).Name, Is.EqualTo("NS-EL2 → EL3: RMI_REC_ENTER"));

    [Test]
    public void The_hint_of_a_function_makes_no_kind_of_its_own() =>
        Assert.That(Smc((uint)RmiCommand.RecEnter | SveHint).Known, Is.EqualTo(Smc((uint)RmiCommand.RecEnter).Known).And.EqualTo(Smc((uint)RmiCommand.RecEnter)));

    [Test]
    public void Functions_that_nobody_knows_are_one_kind_however_many_a_guest_makes_up()
    {
        CrossingKey[] kinds = [.. Enumerable.Range(0, 1000).Select(i => Smc((uint)i).Known).Distinct()];
        Assert.That(kinds, Has.Length.EqualTo(1));
        Assert.That(kinds[0].Name, Is.EqualTo("NS-EL2 → EL3: SMC of an unknown function"));
    }

    private static CrossingKey Smc(uint function) => CrossingKey.Of(
        CrossingFamily.Leg, CrossingPlace.Of(Arm.SecurityState.NonSecure, Arm.ExceptionLevel.EL2),
        CrossingPlace.Of(Arm.SecurityState.Root, Arm.ExceptionLevel.EL3), new CrossingCause(CrossingCauseKind.Smc, function));
}
