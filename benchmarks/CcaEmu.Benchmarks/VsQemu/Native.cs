using System.Globalization;
using System.Text;
using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Devices.Serial;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.Benchmarks.VsQemu;

/// <summary>This emulator: a board without managed layers, which a workload enters at EL3. One process for each run, as QEMU has.</summary>
/// <remarks>In one process, what the runtime's compiler learned from one workload would decide the speed of the next.</remarks>
internal static class Native
{
    /// <summary>The verb that runs one workload by itself, for this program and for a profiler: <c>workload NAME ITERATIONS [wall|cpu]</c>.</summary>
    public const string Verb = "workload";

    /// <summary>Runs one workload in this process and prints its report and what it cost, a line each.</summary>
    /// <returns>0, or 2 for a wrong argument.</returns>
    public static int Print(ReadOnlySpan<string> arguments)
    {
        Workload? workload = arguments.Length is 2 or 3 ? Workload.Named(arguments[0]) : null;
        bool processorTime = arguments is not [_, _, "wall"];
        if (workload is null || !ulong.TryParse(arguments[1], out ulong count) || count == 0 || count > workload.MaxIterations
            || arguments is [_, _, not ("wall" or "cpu")])
        {
            Console.Error.WriteLine($"usage: {Verb} NAME ITERATIONS [wall|cpu]; names: {Workload.Names}");
            return 2;
        }
        var timer = new HostTimer(processorTime);
        byte[] image = workload.Image(count, FvpMemoryMap.Uart0);
        var console = new StringBuilder();
        ulong retired = 0;
        double seconds = timer.Measure(() => retired = Run(workload.Name, image, console));
        Console.WriteLine(console.ToString().Trim());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{retired} instructions, {seconds:F6} seconds of {timer.Name}: {seconds * 1e9 / retired:F2} ns each"));
        return 0;
    }

    /// <summary>Runs a workload in a process of its own until the PE sleeps for ever.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="iterations">Its count.</param>
    /// <param name="timer">What is measured, by that process of itself.</param>
    /// <param name="instructions">Takes the instructions it retired.</param>
    public static Measurement Run(Workload workload, ulong iterations, HostTimer timer, out ulong instructions)
    {
        string program = Environment.ProcessPath ?? "dotnet";
        string[] arguments = [Verb, workload.Name, $"{iterations}", timer.Word];
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            arguments = [Environment.GetCommandLineArgs()[0], .. arguments];
        string[] lines = ChildProcess.Run(program, arguments).Split('\n');
        string[] words = lines.Length > 1 ? lines[1].Split(' ') : [];
        if (words.Length < 3)
            throw new InvalidOperationException($"{workload.Name}: expected a report and its cost, found {string.Join(' ', lines)}");
        instructions = ulong.Parse(words[0], CultureInfo.InvariantCulture);
        return new Measurement(double.Parse(words[2], CultureInfo.InvariantCulture), lines[0].Trim());
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
