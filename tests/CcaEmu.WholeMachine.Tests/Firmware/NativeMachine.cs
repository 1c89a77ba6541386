using System.Buffers.Binary;
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

    public NativeMachine(string imageName, PeFeatures? features = null)
    {
        _machine = new Machine.Machine(new MachineOptions { Features = features ?? PeFeatures.Default, EncryptsMemory = false });
        _machine.Memory.AddDevice(FvpMemoryMap.Uart0, Pl011.WindowBytes, new Pl011(value => _console.Append((char)value)));
        _machine.Reset();
        Load(FvpMemoryMap.NonSecurePayload, File.ReadAllBytes(Repository.Firmware(imageName)));
        _machine.Pes[0].PC = FvpMemoryMap.NonSecurePayload;
    }

    /// <summary>Puts bytes where the image expects them.</summary>
    public void Load(ulong address, ReadOnlySpan<byte> bytes) =>
        Assert.That(_machine.Pes[0].Physical.Write(new PhysicalAddress(address, Pas.Root), bytes).Ok);

    /// <summary>A doubleword of Root memory.</summary>
    public ulong Read(ulong address)
    {
        var bytes = new byte[8];
        Assert.That(_machine.Pes[0].Physical.Read(new PhysicalAddress(address, Pas.Root), bytes).Ok);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Runs until every PE sleeps; what was printed, line by line.</summary>
    public string[] RunToSleep(ulong maxInstructions, Func<string>? whereItHangs = null)
    {
        MachineStop stop = _machine.Run(maxInstructions);
        Assert.That(stop, Is.EqualTo(MachineStop.AllWaiting), () => $"{whereItHangs?.Invoke()}\n{_console}");
        return _console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose() => _machine.Dispose();
}
