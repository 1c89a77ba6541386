using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine;
using CcaEmu.Machine.Firmware;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Tests.Fakes;

/// <summary>A Normal world that runs one procedure of a test on the hypervisor's layers, over the fake RMM.</summary>
internal sealed class ScriptedHost : ManagedFirmware, IDisposable
{
    private readonly Machine.Machine _machine = new(new MachineOptions());
    private readonly Func<HostServices, Script> _procedure;
    private ScriptContext? _context;

    private ScriptedHost(Func<HostServices, Script> procedure)
        : base(ExceptionLevel.EL2, SecurityState.NonSecure, HostMemoryMap.Image) => _procedure = procedure;

    public static void Run(Func<HostServices, FakeRmm, Script> procedure)
    {
        FakeRmm? rmm = null;
        using var host = new ScriptedHost(services => procedure(services, rmm!));
        rmm = new FakeRmm(host);
        host._machine.Attach(rmm);
        host._machine.Attach(host);
        host._machine.Reset();
        Assert.That(host._machine.Run(100_000), Is.EqualTo(MachineStop.Requested));
    }

    public void Dispose() => _machine.Dispose();

    protected override void OnEntry(ProcessingElement pe)
    {
        _context = new ScriptContext(this, pe);
        _context.Start(Main);
    }

    protected override void OnResume(ProcessingElement pe) => _context!.Resume();

    protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower) =>
        throw new InvalidOperationException("the host of a test takes no exceptions");

    private async Script Main()
    {
        await _procedure(new HostServices(_context!, new HostMemory(HostMemoryMap.Usable(_machine.Options)), HostPageSize.Default));
        _machine.RequestStop();
    }
}
