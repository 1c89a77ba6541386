using CcaEmu.Arm;
using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Cpu.Accounting;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Firmware;
using CcaEmu.Monitor;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>A host on two PEs that take turns as often as can be, so that a command of one runs while the other's waits for the monitor.</summary>
internal sealed class TwoHosts : IDisposable
{
    private readonly Layer _host;

    public TwoHosts(RmmOptions options, MonitorOptions monitor)
    {
        Machine = new Machine.Machine(new MachineOptions { PeCount = 2, QuantumCycles = 1 });
        Rmm = new RmmFirmware(Machine, options with { ChecksIsolation = true });
        Machine.Attach(new MonitorFirmware(Machine, monitor));
        Machine.Attach(Rmm);
        Machine.Attach(_host = new Layer(Machine));
        Machine.Reset();
        Run(1);
        ulong second = Machine.Pes[1][SystemRegister.MPIDR_EL1] & 0xFF_FFFF;
        _host.Call(Machine.Pes[0], (ulong)PsciFunction.CpuOn, second, _host.EntryPoint);
        Run(2);
    }

    public Machine.Machine Machine { get; }

    public RmmFirmware Rmm { get; }

    /// <summary>Makes a call on the first PE, and gives X0 to X3.</summary>
    public ulong[] One(RmiCommand command, params ReadOnlySpan<ulong> arguments)
    {
        _host.Call(Machine.Pes[0], [(ulong)command, .. arguments]);
        Run(1);
        return Results(0);
    }

    /// <summary>Makes the same call on both at once, and gives X0 to X3 of each.</summary>
    public (ulong[] First, ulong[] Second) Both(RmiCommand command, params ReadOnlySpan<ulong> arguments)
    {
        foreach (ProcessingElement pe in Machine.Pes)
            _host.Call(pe, [(ulong)command, .. arguments]);
        Run(2);
        return (Results(0), Results(1));
    }

    public void Dispose() => Machine.Dispose();

    private void Run(int returns)
    {
        _host.Awaited = returns;
        Assert.That(Machine.Run(1_000_000), Is.EqualTo(MachineStop.Requested));
        Assert.That(Rmm.IsolationFindings, Is.Empty);
    }

    private ulong[] Results(int pe) => [.. Enumerable.Range(0, 4).Select(i => Machine.Pes[pe].X(i))];

    private sealed class Layer(Machine.Machine machine)
        : ManagedFirmware(ExceptionLevel.EL2, SecurityState.NonSecure, FvpMemoryMap.ManagedHypervisor)
    {
        private readonly bool[] _isIdle = new bool[2];

        /// <summary>Entries until the machine stops.</summary>
        public int Awaited { get; set; }

        public void Call(ProcessingElement pe, params ReadOnlySpan<ulong> x)
        {
            _isIdle[pe.Index] = false;
            for (int i = 0; i < 8; i++)
                pe.X(i) = i < x.Length ? x[i] : 0;
            CallSecureMonitor(pe);
        }

        protected override void OnEntry(ProcessingElement pe) => Wait(pe);

        protected override void OnResume(ProcessingElement pe) => Wait(pe);

        protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower) =>
            throw new AssertionException($"the host took {type} with ESR_EL2 {new EsrValue(pe[SystemRegister.ESR_EL2])}");

        private void Wait(ProcessingElement pe)
        {
            if (!_isIdle[pe.Index] && --Awaited == 0)
                machine.RequestStop();
            _isIdle[pe.Index] = true;
            pe.PC = ResumePoint;
            pe.Charge(new Work(WorkStep.Idle, 100));
        }
    }
}
