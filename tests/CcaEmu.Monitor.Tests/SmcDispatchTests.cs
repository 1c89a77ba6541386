using CcaEmu.Arm;
using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Smccc;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Monitor.Tests;

public sealed class SmcDispatchTests
{
    private const ulong NotSupported = ulong.MaxValue;

    [Test]
    public void Boot_enters_the_rmm_with_the_contracts_registers_and_then_the_host()
    {
        using var bench = new MonitorBench();
        ulong[] seen = [];
        Action<Cpu.ProcessingElement> boot = bench.Rmm.Entry!;
        bench.Rmm.Entry = pe =>
        {
            seen = [pe.X(0), pe.X(1), pe.X(2), pe.X(3), pe.X(4)];
            Assert.That(pe.SecurityState, Is.EqualTo(SecurityState.Realm));
            Assert.That(pe.Daif, Is.EqualTo(0xF));
            boot(pe);
        };
        bench.Boot();
        Assert.That(seen, Is.EqualTo(new ulong[] { 0, 0x20000, 1, 0xFFBF_F000, 0 }));
        Assert.That(bench.Monitor.RmmStatus, Is.EqualTo(RmmBootStatus.Success));
    }

    [Test]
    public void An_rmi_carries_x0_to_x7_to_the_rmm_and_x1_to_x8_back()
    {
        using var bench = new MonitorBench();
        bench.Boot();
        SmcCall arrived = default;
        bench.Pe.X(20) = 0x2020;
        SmcCall result = bench.HostCall(new SmcCall(0xC400_0165, 1, 2, 3, 4, 5, 6, 7, 8), pe =>
        {
            arrived = SmcCall.From(pe);
            Assert.That(pe.X(20), Is.Not.EqualTo(0x2020ul), "the host's other registers do not reach the RMM");
            MonitorBench.CallFrom(bench.Rmm, pe, new SmcCall((uint)RmmEl3Command.RmiReqComplete, 11, 12, 13, 14, 15, 16, 17, 18));
        });
        Assert.That(arrived with { X8 = 0 }, Is.EqualTo(new SmcCall(0xC400_0165, 1, 2, 3, 4, 5, 6, 7)));
        Assert.That(result, Is.EqualTo(new SmcCall(11, 12, 13, 14, 15, 16, 17, 18, 8)));
        Assert.That(bench.Pe.X(20), Is.EqualTo(0x2020ul));
    }

    [Test]
    public void No_el2_or_el1_register_of_one_world_is_readable_in_the_other()
    {
        using var bench = new MonitorBench();
        bench.Boot();
        const ulong pattern = 0x0000_0000_1234_5000;
        var banked = new BankedRegisters(bench.Pe.Features).Present.Registers.ToArray()
            .Where(r => (SystemRegisterTable.Get(r).WriteMask & pattern) != 0 && r is not (SystemRegister.SCTLR_EL2 or SystemRegister.HCR_EL2
                or SystemRegister.TCR_EL2 or SystemRegister.TTBR0_EL2 or SystemRegister.ELR_EL2)).ToArray();
        foreach (SystemRegister register in banked)
            bench.Pe[register] = pattern;
        var before = banked.Select(r => bench.Pe[r]).ToArray();
        bench.HostCall(new SmcCall(0xC400_0150), pe =>
        {
            foreach (SystemRegister register in banked)
            {
                Assert.That(pe[register] & pattern, Is.Not.EqualTo(pattern), $"{register} reached the Realm world");
                pe[register] = ~pattern;
            }
            MonitorBench.CallFrom(bench.Rmm, pe, new SmcCall((uint)RmmEl3Command.RmiReqComplete));
        });
        Assert.That(banked, Has.Length.GreaterThan(20));
        Assert.That(banked.Select(r => bench.Pe[r]), Is.EqualTo(before));
    }

    [TestCase(0xC400_0190ul, TestName = "An_rsi_never_reaches_el3")]
    [TestCase(0xC400_01B0ul, TestName = "The_host_may_not_call_the_rmms_services")]
    [TestCase(0xC400_01CFul, TestName = "The_host_may_not_complete_the_rmms_boot")]
    [TestCase(0xC402_0150ul, TestName = "A_fast_call_with_reserved_bits_is_unknown")]
    [TestCase(0x8600_0000ul, TestName = "An_owner_without_a_service_is_unknown")]
    [TestCase(0x8000_7FFFul, TestName = "An_unknown_architecture_call_is_unknown")]
    [TestCase(0xC400_0005ul, TestName = "Migrate_is_not_offered")]
    public void Calls_that_nobody_answers_return_minus_one_and_change_nothing_else(ulong functionId)
    {
        using var bench = new MonitorBench();
        bench.Boot();
        Assert.That(bench.HostCall(new SmcCall(functionId, 1, 2, 3)), Is.EqualTo(new SmcCall(NotSupported, 1, 2, 3)));
    }

    [Test]
    public void Smccc_and_psci_versions_are_answered_at_el3()
    {
        using var bench = new MonitorBench();
        bench.Boot();
        Assert.That(bench.HostCall(new SmcCall((uint)SmcccFunction.Version)).X0, Is.EqualTo(0x1_0005ul));
        Assert.That(bench.HostCall(new SmcCall((uint)PsciFunction.Version)).X0, Is.EqualTo(0x1_0001ul));
        Assert.That(bench.HostCall(new SmcCall((uint)PsciFunction.Features, (uint)PsciFunction.SystemOff)).X0, Is.Zero);
        Assert.That(bench.HostCall(new SmcCall((uint)PsciFunction.Features, 0xC400_000Eu)).X0, Is.EqualTo(NotSupported));
    }

    [Test]
    public void Without_a_booted_rmm_every_rmi_is_not_supported()
    {
        using var bench = new MonitorBench();
        bench.Rmm.Entry = pe => MonitorBench.CallFrom(bench.Rmm, pe, new SmcCall((uint)RmmEl3Command.BootComplete, unchecked((ulong)-2L)));
        bench.Boot();
        Assert.That(bench.Monitor.RmmStatus, Is.EqualTo(RmmBootStatus.VersionNotValid));
        Assert.That(bench.HostCall(new SmcCall(0xC400_0150)).X0, Is.EqualTo(NotSupported));
    }
}
