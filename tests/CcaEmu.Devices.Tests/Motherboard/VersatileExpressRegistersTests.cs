using CcaEmu.Devices.Motherboard;

namespace CcaEmu.Devices.Tests.Motherboard;

public sealed class VersatileExpressRegistersTests
{
    private readonly TestClock _clock = new();
    private readonly List<string> _done = [];

    [Test]
    public void It_says_that_it_is_a_Base_FVP_with_the_GICv3_memory_map() =>
        Assert.That(Make().Read(0, 4) & 0x0FFF_F000, Is.EqualTo(0x0020_1000u));

    [Test]
    public void The_counters_run_at_their_rates()
    {
        VersatileExpressRegisters registers = Make();
        _clock.GoTo(_clock.Count + 1500);
        Assert.That((registers.Read(0x24, 4), registers.Read(0x5C, 4)), Is.EqualTo((_clock.Count / 10, _clock.Count * 24_000)));
    }

    [Test]
    public void Flags_are_set_and_cleared_bit_by_bit()
    {
        VersatileExpressRegisters registers = Make();
        registers.Write(0x30, 4, 0xFF);
        registers.Write(0x34, 4, 0x0F);
        Assert.That(registers.Read(0x30, 4), Is.EqualTo(0xF0u));
    }

    [TestCase(0xC080_0000u, "off", 1u)]
    [TestCase(0xC090_0000u, "reset", 1u)]
    [TestCase(0x4080_0000u, "", 0u, TestName = "Nothing_happens_without_the_start_bit")]
    [TestCase(0xC0A0_0000u, "", 3u, TestName = "A_function_that_is_not_there_is_an_error")]
    public void The_configuration_register_turns_the_system_off(uint control, string expected, uint status)
    {
        VersatileExpressRegisters registers = Make();
        registers.Write(0xA4, 4, control);
        Assert.That((string.Join(' ', _done), registers.Read(0xA8, 4)), Is.EqualTo((expected, (ulong)status)));
    }

    private VersatileExpressRegisters Make()
    {
        _done.Clear();
        return new VersatileExpressRegisters(_clock, () => _done.Add("off"), () => _done.Add("reset"));
    }
}
