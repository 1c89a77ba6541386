using System.Text;
using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Devices.Serial;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.WholeMachine.Tests.Firmware;

/// <summary>A board without managed layers: a flat native image at EL3, and its console.</summary>
internal sealed class NativeMachine : IDisposable
{
    private readonly StringBuilder _console = new();
    private readonly Machine.Machine _machine;

    public NativeMachine(string imageName)
    {
        _machine = new Machine.Machine(new MachineOptions());
        _machine.Memory.AddDevice(FvpMemoryMap.Uart0, Pl011.WindowBytes, new Pl011(value => _console.Append((char)value)));
        _machine.Reset();
        ProcessingElement pe = _machine.Pes[0];
        byte[] image = File.ReadAllBytes(Repository.Firmware(imageName));
        Assert.That(pe.Physical.Write(new PhysicalAddress(FvpMemoryMap.NonSecurePayload, Pas.Root), image).Ok);
        pe.PC = FvpMemoryMap.NonSecurePayload;
    }

    /// <summary>Runs until every PE sleeps; what was printed, line by line.</summary>
    public string[] RunToSleep(ulong maxInstructions)
    {
        MachineStop stop = _machine.Run(maxInstructions);
        Assert.That(stop, Is.EqualTo(MachineStop.AllWaiting), _console.ToString());
        return _console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose() => _machine.Dispose();
}
