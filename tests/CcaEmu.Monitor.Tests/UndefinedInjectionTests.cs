using System.Runtime.InteropServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
using CcaEmu.Machine;
using CcaEmu.Machine.Scripting;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Monitor.Tests;

/// <summary>Accesses that EL3 traps from the Non-secure world: code below it finds them UNDEFINED, and nothing stops.</summary>
public sealed class UndefinedInjectionTests
{
    private const ulong Code = 0x9000_0000, Vectors = 0x9000_1000;

    // SCR_EL3.FIEN is 0: MRS X1, ERXPFGCTL_EL1.
    private const uint Trapped = 0xD538_54A1;
    private const uint Hvc = 0xD400_0002;

    private MonitorBench _bench = null!;
    private bool _reached;

    [SetUp]
    public void Boot()
    {
        _reached = false;
        _bench = new MonitorBench();
        _bench.Boot();
        _bench.Pe[R.HCR_EL2] |= HCR_EL2.RW | HCR_EL2.FIEN;
        _bench.Pe[R.VBAR_EL1] = Vectors;
    }

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [TestCase(ExceptionLevel.EL1, true, 0x200UL)]
    [TestCase(ExceptionLevel.EL1, false, 0x000UL)]
    public void An_access_of_EL1_is_undefined_there(ExceptionLevel level, bool handler, ulong vector)
    {
        Write(Code, Trapped);
        Write(Vectors + vector, Hvc);
        ulong spsr = SpsrValue.Create(level, handler, 0xF).Value;
        Assert.That(Run(spsr), Is.EqualTo(MachineStop.Requested));
        Assert.Multiple(() =>
        {
            Assert.That(_bench.Monitor.FatalError, Is.Null);
            Assert.That(_reached, "the handler at EL1");
            Assert.That(_bench.Pe[R.ELR_EL2], Is.EqualTo(Vectors + vector + 4));
            Assert.That(new EsrValue(_bench.Pe[R.ESR_EL1]).EC, Is.EqualTo(ExceptionClass.Unknown));
            Assert.That(_bench.Pe[R.ELR_EL1], Is.EqualTo(Code));
            Assert.That(_bench.Pe[R.SPSR_EL1], Is.EqualTo(spsr));
        });
    }

    // What runs at EL2 here is managed, so the trap of its instruction is made by hand.
    [Test]
    public void An_access_of_EL2_is_undefined_there()
    {
        ExpectException();
        _bench.Pe.TakeException(ExceptionLevel.EL3, ExceptionType.Synchronous, EsrValue.Create(ExceptionClass.TrappedSystem, 0).Value, Code);
        Assert.That(_bench.Machine.Run(10_000), Is.EqualTo(MachineStop.Requested));
        Assert.Multiple(() =>
        {
            Assert.That(_bench.Monitor.FatalError, Is.Null);
            Assert.That(_reached, "the vector of EL2");
            Assert.That(_bench.Pe.CurrentLevel, Is.EqualTo(ExceptionLevel.EL2));
            Assert.That(_bench.Pe[R.ELR_EL2], Is.EqualTo(Code));
            Assert.That(new EsrValue(_bench.Pe[R.ESR_EL2]).EC, Is.EqualTo(ExceptionClass.Unknown));
        });
    }

    [Test]
    public void The_host_alone_may_move_the_activity_monitors()
    {
        Assert.That(_bench.Pe[R.SCR_EL3] & SCR_EL3.AMVOFFEN, Is.Not.Zero);
        ulong realm = ulong.MaxValue;
        _bench.HostCall(new SmcCall(0xC400_0150), pe =>
        {
            realm = pe[R.SCR_EL3];
            MonitorBench.CallFrom(_bench.Rmm, pe, new SmcCall((uint)RmmEl3Command.RmiReqComplete));
        });
        Assert.That(realm & SCR_EL3.AMVOFFEN, Is.Zero);
    }

    private MachineStop Run(ulong spsr)
    {
        ExpectException();
        _bench.Pe[R.ELR_EL2] = Code;
        _bench.Pe[R.SPSR_EL2] = spsr;
        _bench.Pe.ExceptionReturn();
        return _bench.Machine.Run(10_000);
    }

    private void ExpectException()
    {
        _bench.Pe[R.VBAR_EL2] = _bench.Host.VectorBase;
        _bench.Host.Exception = _ =>
        {
            _reached = true;
            _bench.Machine.RequestStop();
        };
    }

    private void Write(ulong address, params uint[] words) =>
        Assert.That(_bench.Pe.Physical.Write(new PhysicalAddress(address, Pas.NonSecure), MemoryMarshal.AsBytes<uint>(words)).Ok);
}
