using CcaEmu.Arm.Smccc;

namespace CcaEmu.Arm.Tests.Smccc;

public class SmcFunctionIdTests
{
    [Test]
    public void The_parts_of_an_rmi_identifier_are_read()
    {
        var fid = new SmcFunctionId(0xC400_0158);
        Assert.That((fid.IsFast, fid.Is64, fid.Owner, fid.Number), Is.EqualTo((true, true, SmcOwner.StandardSecure, (ushort)0x158)));
        Assert.That(fid.ToString(), Is.EqualTo("0xC4000158"));
        Assert.That(SmcFunctionId.Fast(SmcOwner.StandardSecure, 0x158, is64: true), Is.EqualTo(fid));
    }

    [Test]
    public void The_sve_hint_is_seen_and_stripped()
    {
        var fid = new SmcFunctionId(0xC401_0158);
        Assert.That((fid.SveHint, fid.HasReservedBits), Is.EqualTo((true, false)));
        Assert.That(fid.WithoutSveHint.Value, Is.EqualTo(0xC400_0158));
    }

    [TestCase(0xC402_0158U, true)]
    [TestCase(0xC480_0158U, true)]
    [TestCase(0xC401_0158U, false)]
    [TestCase(0x4402_0158U, false, Description = "a yielding call")]
    public void Reserved_bits_are_seen_in_fast_calls(uint value, bool reserved) =>
        Assert.That(new SmcFunctionId(value).HasReservedBits, Is.EqualTo(reserved));

    [TestCase(2, 0, 0x0002_0000U)]
    [TestCase(1, 1, 0x0001_0001U)]
    public void Versions_survive_their_word(int major, int minor, uint word)
    {
        Assert.That(new InterfaceVersion(major, minor).Encode(), Is.EqualTo(word));
        Assert.That(InterfaceVersion.Decode(word), Is.EqualTo(new InterfaceVersion(major, minor)));
    }

    [TestCase(2, 0, true)]
    [TestCase(2, 1, true)]
    [TestCase(2, 2, false)]
    [TestCase(1, 0, false)]
    public void A_version_serves_its_major_and_lower_minors(int major, int minor, bool compatible) =>
        Assert.That(new InterfaceVersion(2, 1).IsCompatibleWith(new InterfaceVersion(major, minor)), Is.EqualTo(compatible));
}
