using CcaEmu.Arm;
using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Tests.Calls;

public sealed class OpenCallsTests
{
    [Test]
    public void Each_call_under_way_has_a_place_of_its_own_and_is_found_there()
    {
        var calls = new OpenCalls();
        var places = new Dictionary<CallerContext, int>();
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++)
        {
            CallerContext caller = Caller(random.Next(40));
            Assert.That(calls.Find(caller), Is.EqualTo(places.GetValueOrDefault(caller, -1)));
            if (places.Remove(caller, out int place))
            {
                calls.Close(place);
                continue;
            }
            places[caller] = calls.Open(caller).Place;
            Assert.That(places.Values, Is.Unique);
            Assert.That(places.Values.Max(), Is.LessThan(40), "places are used again");
        }
    }

    [Test]
    public void A_call_made_again_before_it_returned_stands_empty_in_its_old_place()
    {
        var calls = new OpenCalls();
        calls.Open(Caller(1)).StartCycles = 7;
        int place = calls.Find(Caller(1));
        ref CallRecord again = ref calls.Open(Caller(1));
        Assert.That((again.Place, again.StartCycles), Is.EqualTo((place, 0UL)));
    }

    private static CallerContext Caller(int number) => new(SecurityState.Realm, ExceptionLevel.EL1, (ulong)number, 0x8000_0000);
}
