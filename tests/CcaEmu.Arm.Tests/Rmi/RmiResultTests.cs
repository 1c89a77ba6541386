using CcaEmu.Arm.Rmi;

namespace CcaEmu.Arm.Tests.Rmi;

public class RmiResultTests
{
    [Test]
    public void A_level_stands_in_the_second_byte([Range(-1, 3)] int level)
    {
        var result = RmiResult.ErrorRtt(level);
        Assert.That(result.Value, Is.EqualTo(4UL | (ulong)(byte)level << 8));
        Assert.That((result.Status, result.Level), Is.EqualTo((RmiStatus.ErrorRtt, level)));
        Assert.That(RmiResult.ErrorRttAux(level).Status, Is.EqualTo(RmiStatus.ErrorRttAux));
    }

    [Test]
    public void Incomplete_carries_memory_request_and_cancellation([Values] RmiMemoryRequest request, [Values] bool cancel)
    {
        var result = RmiResult.Incomplete(request, cancel);
        Assert.That(result.Value, Is.EqualTo(13UL | (ulong)request << 8 | (cancel ? 1UL << 10 : 0)));
        Assert.That((result.Status, result.MemoryRequest, result.CanCancel), Is.EqualTo((RmiStatus.Incomplete, request, cancel)));
    }

    [Test]
    public void A_status_alone_has_no_data([Values] RmiStatus status)
    {
        RmiResult result = status;
        Assert.That((result.Value, result.IsSuccess), Is.EqualTo(((ulong)status, status == RmiStatus.Success)));
        Assert.That(RmiResult.Name(status), Does.Match("^[A-Z_]+$"));
    }

    [TestCase(RmiStatus.Success, 0)]
    [TestCase(RmiStatus.ErrorRtt, 4)]
    [TestCase(RmiStatus.Busy, 10)]
    [TestCase(RmiStatus.ErrorTracking, 12)]
    [TestCase(RmiStatus.Incomplete, 13)]
    [TestCase(RmiStatus.Blocked, 14)]
    [TestCase(RmiStatus.ErrorGpt, 15)]
    [TestCase(RmiStatus.ErrorGranule, 16)]
    public void Status_numbers_are_those_of_the_specification(RmiStatus status, int number) =>
        Assert.That((int)status, Is.EqualTo(number));
}
