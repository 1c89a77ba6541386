using CcaEmu.Arm;
using CcaEmu.Devices.Power;

namespace CcaEmu.Devices.Tests.Power;

public sealed class PowerControllerTests
{
    private const ulong PPOFFR = 0x00, PPONR = 0x04, PCOFFR = 0x08, PWKUPR = 0x0C, PSYSR = 0x10;
    private const uint L2 = 1u << 31, L1 = 1u << 30, L0 = 1u << 29, WEN = 1u << 28, PC = 1u << 27, PP = 1u << 26;
    private const uint Pponr = 2u << 24, GicRequest = 3u << 24, BoardReset = 1u << 24;

    private Supply _supply = null!;
    private PowerController _power = null!;

    [SetUp]
    public void Make()
    {
        _supply = new Supply();
        _power = new PowerController(_supply);
    }

    [Test]
    public void The_first_pe_is_on_by_a_power_on_and_the_others_are_off()
    {
        Assert.That(Status(0x000), Is.EqualTo(L2 | L1 | L0));
        Assert.That(Status(0x100), Is.EqualTo(0x100 | L2 | L1));
        Assert.That(Status(0x700), Is.EqualTo(0xFFFF_FFFFu), "there is no such PE");
        _power.OnBoardReset();
        Assert.That(Status(0x000), Is.EqualTo(L2 | L1 | L0 | BoardReset));
    }

    [Test]
    public void Secure_and_root_alone_reach_it([Values] Pas pas)
    {
        bool admitted = pas is Pas.Secure or Pas.Root;
        _power.Write(pas, PSYSR, 4, 0);
        Assert.That(_power.Read(pas, PSYSR, 4), Is.EqualTo(admitted ? L2 | L1 | L0 : 0ul));
        _power.Write(pas, PPONR, 4, 0x100);
        Assert.That(_supply.On[1], Is.EqualTo(admitted));
    }

    [Test]
    public void A_pe_is_turned_on_by_name_and_off_when_it_next_waits()
    {
        Write(PPONR, 0x8100_0100); // MPIDR_EL1 as it is, with bits that are no affinity
        Assert.That(Status(0x100), Is.EqualTo(0x100 | L2 | L1 | L0 | Pponr));
        Assert.That(_power.TakesPower(1), Is.False, "nobody asked for it");
        Write(PPOFFR, 0x100);
        Assert.That(Status(0x100), Is.EqualTo(0x100 | L2 | L1 | L0 | PP | Pponr));
        Assert.That((_power.TakesPower(1), _power.TakesPower(1)), Is.EqualTo((true, false)));
        _supply.On[1] = false;
        Assert.That(Status(0x100), Is.EqualTo(0x100 | L2 | L1 | Pponr));
    }

    [Test]
    public void A_cluster_is_off_when_its_last_pe_is_and_on_with_the_first()
    {
        Write(PPONR, 0x1_0000);
        Write(PPONR, 0x1_0100);
        Write(PCOFFR, 0x1_0100);
        Assert.That(_power.TakesPower(3), Is.True);
        _supply.On[3] = false;
        Assert.That(Status(0x1_0100) & (L1 | L0 | PC), Is.EqualTo(L1 | PC), "the other one is still on");
        Write(PPOFFR, 0x1_0000);
        Assert.That(_power.TakesPower(2), Is.True);
        _supply.On[2] = false;
        Assert.That((Status(0x1_0100) & (L1 | L0), Status(0x000) & L1), Is.EqualTo((0u, L1)));
        Write(PPONR, 0x1_0000);
        Assert.That(Status(0x1_0100) & (L1 | L0 | PC), Is.EqualTo(L1));
    }

    [Test]
    public void The_gic_wakes_a_pe_where_that_is_enabled()
    {
        _power.OnWakeRequest(1);
        Assert.That(_supply.On[1], Is.False);
        Write(PWKUPR, 0x8000_0100);
        Assert.That(Status(0x100), Is.EqualTo(0x100 | L2 | L1 | WEN));
        _power.OnWakeRequest(1);
        Assert.That((_supply.On[1], Status(0x100)), Is.EqualTo((true, 0x100 | L2 | L1 | L0 | WEN | GicRequest)));
        Write(PWKUPR, 0x0000_0100);
        Assert.That(Status(0x100) & WEN, Is.Zero);
    }

    [Test]
    public void A_request_that_waits_already_wakes_as_soon_as_it_may()
    {
        _supply.Requested = 1;
        Write(PWKUPR, 0x8000_0100);
        Assert.That(_supply.On[1], Is.True);
    }

    private uint Status(uint affinity)
    {
        Write(PSYSR, affinity);
        return (uint)_power.Read(Pas.Secure, PSYSR, 4);
    }

    private void Write(ulong offset, uint value) => _power.Write(Pas.Root, offset, 4, value);

    private sealed class Supply : IPowerSupply
    {
        public bool[] On { get; } = [true, false, false, false];

        public int Requested { get; set; } = -1;

        public IReadOnlyList<uint> Affinities { get; } = [0x000, 0x100, 0x1_0000, 0x1_0100];

        public bool IsOn(int pe) => On[pe];

        public void TurnOn(int pe) => On[pe] = true;

        public bool IsWakeRequested(int pe) => pe == Requested;
    }
}
