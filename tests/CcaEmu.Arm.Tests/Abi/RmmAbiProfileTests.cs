using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Arm.Tests.Abi;

public sealed class RmmAbiProfileTests
{
    private static RmmAbiProfile Other { get; } = RmmAbiProfile.Bet1.Derive(
        "other",
        command => command.Command switch
        {
            RmiCommand.RmmActivate => null,
            RmiCommand.RttReadEntry => command with { FunctionId = 0xC400_0299, Inputs = [3, 1, 2], Outputs = [4, 3, 2, 1] },
            RmiCommand.PsciComplete => command with { Inputs = [1, 0, 2] },
            _ => command,
        },
        new Dictionary<RmiStatus, byte> { [RmiStatus.ErrorRtt] = 1, [RmiStatus.ErrorInput] = 4 });

    [Test]
    public void The_profile_of_the_code_lists_every_command_as_it_is()
    {
        RmmAbiProfile profile = RmmAbiProfile.Bet1;
        Assert.That(profile.IsCanonical);
        Assert.That(profile.Commands.Count(), Is.EqualTo(RmiCommandTable.All.Count));
        foreach (AbiCommand command in profile.Commands)
        {
            Assert.That(command.FunctionId, Is.EqualTo((uint)command.Command));
            Assert.That(command.Inputs, Is.EqualTo(Enumerable.Range(1, command.Inputs.Count)), command.Command.ToString());
            Assert.That(command.Outputs, Is.EqualTo(Enumerable.Range(1, command.Outputs.Count)), command.Command.ToString());
        }
    }

    [Test]
    public void Feature_fields_do_not_overlap_and_cover_what_the_registers_say()
    {
        ulong[] covered = new ulong[5];
        foreach (AbiFeatureField field in RmmAbiProfile.Bet1.FeatureFields)
        {
            ulong mask = ulong.MaxValue >> (64 - field.Width) << field.Lsb;
            Assert.That(covered[field.Register] & mask, Is.Zero, field.Name);
            covered[field.Register] |= mask;
        }
        Assert.That(new RmiFeatureRegister0 { S2sz = 255, Lpa2 = true, Sve = true, SveVl = 15, NumBps = 63, NumWps = 63, Pmu = true, PmuNumCtrs = 31 }.Encode(), Is.EqualTo(covered[0]));
        Assert.That(
            new RmiFeatureRegister1
            {
                Granule4K = true,
                Granule16K = true,
                Granule64K = true,
                Sha256 = true,
                Sha384 = true,
                Sha512 = true,
                MaxRecsOrder = 15,
                L0Gptsz = 15,
                Pps = 7,
            }.Encode(),
            Is.EqualTo(covered[1]));
    }

    [Test]
    public void Arguments_and_outputs_are_where_the_revision_has_them()
    {
        AbiCommand command = Other.Find(0xC400_0299)!;
        ulong[] wire = [0xC400_0299, 11, 12, 13, 14, 15, 16, 17];
        var x = new ulong[8];
        command.DecodeArguments(wire, x);
        Assert.That(x, Is.EqualTo(new ulong[] { (uint)RmiCommand.RttReadEntry, 13, 11, 12, 0, 0, 0, 0 }));
        var back = new ulong[8];
        command.EncodeArguments(x, back);
        Assert.That(back, Is.EqualTo(new ulong[] { 0xC400_0299, 11, 12, 13, 0, 0, 0, 0 }));
        command.EncodeResults([0, 1, 2, 3, 4, 0, 0, 0], wire);
        Assert.That(wire[1..], Is.EqualTo(new ulong[] { 4, 3, 2, 1, 15, 16, 17 }));
        command.DecodeResults(wire, x);
        Assert.That(x[1..], Is.EqualTo(new ulong[] { 1, 2, 3, 4, 0, 0, 0 }));
    }

    [Test]
    public void What_a_revision_does_not_have_is_not_found()
    {
        Assert.That(Other.Find((uint)RmiCommand.RmmActivate), Is.Null);
        Assert.That(Other.Find((uint)RmiCommand.RttReadEntry), Is.Null);
        Assert.That(Other.Find(RmiCommand.RmmActivate), Is.Null);
        var x = new ulong[8];
        Other.Find(RmiCommand.PsciComplete)!.DecodeArguments([0, 1, 2, 3, 4, 5, 6, 7], x);
        Assert.That(x[1..4], Is.EqualTo(new ulong[] { 1, 0, 2 }));
    }

    [Test]
    public void Statuses_keep_their_data()
    {
        Assert.That(Other.Encode(RmiResult.ErrorRtt(-1)), Is.EqualTo(0xFF01));
        Assert.That(Other.Decode(0xFF01), Is.EqualTo(RmiResult.ErrorRtt(-1)));
        Assert.That(Other.Encode(RmiStatus.ErrorInput), Is.EqualTo(4));
        Assert.That(Other.Decode(ulong.MaxValue).Value, Is.EqualTo(ulong.MaxValue));
        foreach (RmiStatus status in Enum.GetValues<RmiStatus>())
            Assert.That(Other.Decode(Other.Encode(status)).Status, Is.EqualTo(status));
    }

    [Test]
    public void Two_commands_of_one_number_are_refused() =>
        Assert.That(() => RmmAbiProfile.Bet1.Derive("wrong", command => command with { FunctionId = 1 }), Throws.ArgumentException);
}
