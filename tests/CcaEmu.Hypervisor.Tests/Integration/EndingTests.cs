using System.Buffers.Binary;
using CcaEmu.Hypervisor.Tests.Images;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>How runs end that no image ends like: hello with its first instructions replaced.</summary>
public sealed class EndingTests
{
    private const uint Wfi = 0xD503_207F;
    private const uint BackToWfi = 0x17FF_FFFF; // b . - 4
    private const uint MovX0Ram = 0xD2B0_2000; // movz x0, #0x8100, lsl #16
    private const uint BrX0 = 0xD61F_0000;
    private const uint MovX0Psci = 0xD2B0_8000; // movz x0, #0x8400, lsl #16
    private const uint MovkSystemOff = 0xF280_0100; // movk x0, #8
    private const uint MovkSystemReset = 0xF280_0120; // movk x0, #9
    private const uint Smc = 0xD400_0003;

    private static RealWorld Start(params ReadOnlySpan<uint> code)
    {
        byte[] file = PrebuiltImage.Read("hello");
        int entry = file.AsSpan().IndexOf(RealWorld.Parse(file).Segments[0].Data.Span);
        for (int i = 0; i < code.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(entry + i * 4), code[i]);
        return new RealWorld(RealWorld.Parse(file));
    }

    [Test]
    public void A_guest_that_waits_for_an_interrupt_is_told_that_none_can_come()
    {
        using RealWorld world = Start(Wfi, BackToWfi);
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Faulted));
        Assert.That(outcome.Summary, Does.Contain("waits for an interrupt"));
    }

    [Test]
    public void A_guest_that_executes_memory_it_never_wrote_is_faulted()
    {
        using RealWorld world = Start(MovX0Ram, BrX0);
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Faulted));
        Assert.That(outcome.Summary, Does.Contain("fetched an instruction at IPA 0x81000000"));
        Assert.That(outcome.LastExit!.Text, Does.Contain("0x81000000"));
    }

    [Test]
    public void SYSTEM_OFF_without_a_status_is_a_pass()
    {
        using RealWorld world = Start(MovX0Psci, MovkSystemOff, Smc);
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed));
        Assert.That(outcome.GuestStatus, Is.Null);
    }

    [Test]
    public void SYSTEM_RESET_never_is()
    {
        using RealWorld world = Start(MovX0Psci, MovkSystemReset, Smc);
        Assert.That(world.RunAndAccount().Kind, Is.EqualTo(RealmOutcomeKind.Failed));
    }
}
