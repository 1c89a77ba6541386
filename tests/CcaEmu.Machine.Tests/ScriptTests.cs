using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Firmware;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Machine.Tests;

public sealed class ScriptTests
{
    [Test]
    public void A_script_waits_for_each_call_and_goes_on_where_it_was()
    {
        using var machine = new Machine(new MachineOptions());
        var monitor = new Echo(machine);
        var host = new Host(machine, context => Sum(context, 5));
        machine.Attach(monitor);
        machine.Attach(host);
        machine.Reset();
        Assert.That(machine.Run(1000), Is.EqualTo(MachineStop.Requested));
        Assert.That(host.Result, Is.EqualTo(1UL + 2 + 3 + 4 + 5 + 5 * 100));
        Assert.That(monitor.Calls, Is.EqualTo(5));
    }

    [Test]
    public void What_a_script_throws_reaches_who_runs_the_machine()
    {
        using var machine = new Machine(new MachineOptions());
        machine.Attach(new Echo(machine));
        machine.Attach(new Host(machine, Fail));
        machine.Reset();
        Assert.That(() => machine.Run(1000), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Two_runs_have_the_same_digest_and_other_calls_another()
    {
        ulong Run(int calls)
        {
            using var machine = new Machine(new MachineOptions());
            machine.Attach(new Echo(machine));
            machine.Attach(new Host(machine, context => Sum(context, calls)));
            machine.Reset();
            machine.Run(1000);
            return machine.Digest;
        }
        ulong first = Run(3);
        Assert.That(Run(3), Is.EqualTo(first));
        Assert.That(Run(4), Is.Not.EqualTo(first));
    }

    [Test]
    public void A_layer_that_never_ends_meets_the_limit()
    {
        using var machine = new Machine(new MachineOptions());
        machine.Attach(new Echo(machine));
        machine.Attach(new Host(machine, Forever));
        machine.Reset();
        Assert.That(machine.Run(500), Is.EqualTo(MachineStop.InstructionLimit));
    }

    private static async Script<ulong> Sum(ScriptContext context, int calls)
    {
        ulong sum = 0;
        for (int i = 1; i <= calls; i++)
            sum += await One(context, (ulong)i);
        return sum;
    }

    private static async Script<ulong> One(ScriptContext context, ulong value) => (await context.Smc(new SmcCall(0x8200_0000, value))).X0;

    private static async Script<ulong> Fail(ScriptContext context)
    {
        await One(context, 1);
        throw new FormatException("on purpose");
    }

    private static async Script<ulong> Forever(ScriptContext context)
    {
        while (true)
            await One(context, 1);
    }

    /// <summary>An EL3 that enters the host and answers each SMC with its argument plus 100.</summary>
    private sealed class Echo(Machine machine) : ManagedFirmware(ExceptionLevel.EL3, SecurityState.Root, FvpMemoryMap.ManagedMonitor)
    {
        public int Calls { get; private set; }

        protected override void OnEntry(ProcessingElement pe)
        {
            pe[Arm.Registers.SystemRegister.VBAR_EL3] = VectorBase;
            pe[Arm.Registers.SystemRegister.SCR_EL3] = 0x731;
            pe[Arm.Registers.SystemRegister.SPSR_EL3] = 0x3C9;
            pe[Arm.Registers.SystemRegister.ELR_EL3] = FvpMemoryMap.ManagedHypervisor + 0x800;
            pe.ExceptionReturn();
        }

        protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower)
        {
            Calls++;
            pe.X(0) = pe.X(1) + 100;
            pe.ExceptionReturn();
        }

        protected override void OnResume(ProcessingElement pe) => machine.RequestStop();
    }

    private sealed class Host(Machine machine, Func<ScriptContext, Script<ulong>> body)
        : ManagedFirmware(ExceptionLevel.EL2, SecurityState.NonSecure, FvpMemoryMap.ManagedHypervisor)
    {
        private ScriptContext? _context;

        public ulong Result { get; private set; }

        protected override void OnEntry(ProcessingElement pe)
        {
            _context = new ScriptContext(this, pe);
            _context.Start(Main);
        }

        protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower) => throw new InvalidOperationException();

        protected override void OnResume(ProcessingElement pe) => _context!.Resume();

        private async Script Main()
        {
            Result = await body(_context!);
            machine.RequestStop();
        }
    }
}
