using System.Buffers.Binary;
using CcaEmu.Arm;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;
using CcaEmu.Monitor;
using CcaEmu.Rmm;

namespace CcaEmu.WholeMachine.Tests.Firmware;

/// <summary>A board with the managed monitor and RMM, and a flat native image at Non-secure EL2.</summary>
internal sealed class NativeHost : IDisposable
{
    public NativeHost(string imageName, MachineOptions options, params ulong[] arguments)
    {
        Machine = new Machine.Machine(options);
        Monitor = new MonitorFirmware(Machine, new MonitorOptions { NonSecureEntry = FvpMemoryMap.NonSecurePayload, NonSecureArguments = arguments });
        Machine.Attach(Monitor);
        Machine.Attach(new RmmFirmware(Machine, new RmmOptions()));
        Machine.Reset();
        byte[] image = File.ReadAllBytes(Repository.Firmware(imageName));
        Assert.That(Machine.Pes[0].Physical.Write(new PhysicalAddress(FvpMemoryMap.NonSecurePayload, Pas.Root), image).Ok);
    }

    public Machine.Machine Machine { get; }

    public MonitorFirmware Monitor { get; }

    /// <summary>A doubleword of Non-secure memory, by its offset in the image.</summary>
    public ulong Word(ulong offset)
    {
        var bytes = new byte[8];
        Assert.That(Machine.Pes[0].Physical.Read(new PhysicalAddress(FvpMemoryMap.NonSecurePayload + offset, Pas.NonSecure), bytes).Ok);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    public void Dispose() => Machine.Dispose();
}
