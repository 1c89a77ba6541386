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
    /// <summary>The verb <c>workload NAME ITERATIONS</c>: one workload by itself, for a profiler.</summary>
    public static int Print(string name, string iterations)
    {
        Workload? workload = Workload.All.FirstOrDefault(workload => workload.Name == name);
        if (workload is null || !ulong.TryParse(iterations, out ulong count) || count == 0 || count > workload.MaxIterations)
        {
            Console.Error.WriteLine($"usage: workload NAME ITERATIONS; names: {string.Join(' ', Workload.All.Select(w => w.Name))}");
            return 2;
        }
        Measurement measured = Run(workload, count, new HostTimer(processorTime: true), out ulong instructions);
        Console.WriteLine($"{measured.Report}: {instructions} instructions, {measured.Seconds * 1000:F0} ms of processor time, {measured.Seconds * 1e9 / instructions:F2} ns each");
        return 0;
    }

    /// <summary>Runs a workload until the PE sleeps for ever.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="iterations">Its count.</param>
    /// <param name="timer">What is measured.</param>
    /// <param name="instructions">Takes the instructions it retired.</param>
    public static Measurement Run(Workload workload, ulong iterations, HostTimer timer, out ulong instructions)
    {
        byte[] image = workload.Image(iterations, FvpMemoryMap.Uart0);
        var console = new StringBuilder();
        ulong retired = 0;
        double seconds = timer.Measure(() => retired = Run(workload.Name, image, console));
        instructions = retired;
        return new Measurement(seconds, console.ToString().Trim());
    }

    private static ulong Run(string name, byte[] image, StringBuilder console)
    {
        using var machine = new Machine.Machine(new MachineOptions());
        machine.Memory.AddDevice(FvpMemoryMap.Uart0, Pl011.WindowBytes, new Pl011(value => console.Append((char)value)));
        machine.Reset();
        ProcessingElement pe = machine.Pes[0];
        MemoryResult loaded = pe.Physical.Write(new PhysicalAddress(Workload.Base, Pas.Root), image);
        pe.PC = Workload.Base;
        MachineStop stop = machine.Run();
        if (!loaded.Ok || stop != MachineStop.AllWaiting)
            throw new InvalidOperationException($"{name} stopped: {stop}, PC 0x{pe.PC:x}, {pe.CurrentLevel}");
        return pe.RetiredInstructions;
    }
}
