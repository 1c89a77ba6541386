using CcaEmu.Arm.Smccc;

namespace CcaEmu.Arm.Tests.Smccc;

public class SmcRangesTests
{
    [Test]
    public void Every_known_command_lies_in_the_range_of_its_interface_and_in_no_other()
    {
        foreach (var command in SmcNames.All)
        {
            var fid = command.FunctionId;
            var ranges = (SmcRanges.IsRmi(fid), SmcRanges.IsRsi(fid), SmcRanges.IsRmmEl3(fid), SmcRanges.IsPsci(fid), SmcRanges.IsFirme(fid));
            var expected = (
                command.Interface == CommandInterface.Rmi, command.Interface == CommandInterface.Rsi,
                command.Interface == CommandInterface.RmmEl3, command.Interface == CommandInterface.Psci,
                command.Interface == CommandInterface.Firme);
            Assert.That(ranges, Is.EqualTo(expected), command.Name);
        }
    }

    [TestCase(0xC400_014FU)]
    [TestCase(0xC400_02D0U)]
    [TestCase(0xC400_018FU)]
    [TestCase(0x8400_0158U, Description = "SMC32")]
    [TestCase(0xC500_0158U, Description = "another owner")]
    public void Neighbours_of_the_rmi_range_are_outside(uint functionId) =>
        Assert.That(SmcRanges.IsRmi(new SmcFunctionId(functionId)), Is.False);

    [Test]
    public void The_sve_hint_does_not_move_a_call_out_of_its_range() =>
        Assert.That(SmcRanges.IsRmi(new SmcFunctionId(0xC401_0158)), Is.True);

    [Test]
    public void Unknown_numbers_inside_a_range_belong_to_it() =>
        Assert.That(SmcRanges.IsRmi(new SmcFunctionId(0xC400_02CF)), Is.True);
}
