using System.Diagnostics;
using System.Text;
using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Devices.Serial;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.Benchmarks.VsQemu;

/// <summary>This emulator: a board without managed layers, which a workload enters at EL3. A new machine for each run, in this process.</summary>
internal static class Native
{
    /// <summary>Runs a workload until the PE sleeps for ever.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="iterations">Its count.</param>
    /// <param name="instructions">Takes the instructions it retired.</param>
    public static Measurement Run(Workload workload, ulong iterations, out ulong instructions)
    {
        byte[] image = workload.Image(iterations, FvpMemoryMap.Uart0);
        var console = new StringBuilder();
        long start = Stopwatch.GetTimestamp();
        using var machine = new Machine.Machine(new MachineOptions());
        machine.Memory.AddDevice(FvpMemoryMap.Uart0, Pl011.WindowBytes, new Pl011(value => console.Append((char)value)));
        machine.Reset();
        ProcessingElement pe = machine.Pes[0];
        MemoryResult loaded = pe.Physical.Write(new PhysicalAddress(Workload.Base, Pas.Root), image);
        pe.PC = Workload.Base;
        MachineStop stop = machine.Run();
        instructions = pe.RetiredInstructions;
        if (!loaded.Ok || stop != MachineStop.AllWaiting)
            throw new InvalidOperationException($"{workload.Name} stopped: {stop}, PC 0x{pe.PC:x}, {pe.CurrentLevel}");
        return new Measurement(Stopwatch.GetElapsedTime(start).TotalSeconds, console.ToString().Trim());
    }
}
