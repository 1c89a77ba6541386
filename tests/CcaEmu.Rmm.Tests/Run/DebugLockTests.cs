using CcaEmu.Rmm.Tests.Bench;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Rmm.Tests.Run;

/// <summary>OS Lock and claim tags are each REC's own: no other Realm sees them, and the host finds its own.</summary>
public sealed class DebugLockTests
{
    private const ulong Unlocked = 8, Locked = 10;
    private static readonly uint ReadLock = A64.Mrs(0, 2, 0, 1, 1, 4), ReadTags = A64.Mrs(1, 2, 0, 7, 9, 6);

    private RmmBench _bench = null!;

    [SetUp]
    public void Boot() => _bench = new RmmBench();

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void A_rec_starts_locked_and_what_it_sets_is_its_own([Values] bool hostIsLocked)
    {
        _bench.Pe[R.OSLAR_EL1] = hostIsLocked ? 1UL : 0;
        _bench.Pe[R.DBGCLAIMSET_EL1] = 0x81;
        // Read; unlock and claim; read.
        uint[] program = [ReadLock, ReadTags, .. A64.Report(), A64.Msr(2, 0, 1, 0, 4, 31), A64.Movz(2, 0x3C), A64.Msr(2, 0, 7, 8, 6, 2), ReadLock, ReadTags];
        TestRealm first = Guests.Start(_bench, program), second = Guests.Start(_bench, program);
        Assert.That(first.Finish()[..2], Is.EqualTo(new[] { Locked, 0UL }));
        Assert.That(first.Finish()[..2], Is.EqualTo(new[] { Unlocked, 0x3CUL }));
        AssertHosts(hostIsLocked);
        Assert.That(second.Finish()[..2], Is.EqualTo(new[] { Locked, 0UL }), "another realm");
        AssertHosts(hostIsLocked);
    }

    private void AssertHosts(bool isLocked)
    {
        Assert.That(_bench.Pe[R.OSLSR_EL1], Is.EqualTo(isLocked ? Locked : Unlocked), "OSLSR_EL1 of the host");
        Assert.That(_bench.Pe[R.DBGCLAIMCLR_EL1], Is.EqualTo(0x81), "claim tags of the host");
    }
}
