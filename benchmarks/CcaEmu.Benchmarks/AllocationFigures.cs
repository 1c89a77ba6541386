using System.Diagnostics;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Benchmarks;

/// <summary>Bytes of managed memory that a million accesses, misses and faults of a guest cost.</summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/CcaEmu.Benchmarks -- allocations</c>.</remarks>
internal static class AllocationFigures
{
    private const ulong Million = 1_000_000, Rounds = 5;

    /// <summary>Measures and prints: the best of some rounds, because the runtime itself may allocate when it recompiles a method.</summary>
    /// <returns>Whether all figures are zero.</returns>
    public static bool Print()
    {
        using var machine = new MappedMachine(granuleProtection: true);
        bool none = Row(machine, "accesses that hit", GuestLoops.LoadsAndStores, Million / 16, 15);
        none &= Row(machine, "misses, walk caches warm", GuestLoops.RandomLoads, Million, MappedMachine.Pages - 1);
        none &= Row(machine, "misses after a TLBI each", GuestLoops.InvalidateAndLoad, Million, MappedMachine.Pages - 1);
        machine.Load([.. GuestLoops.Faults, .. new uint[0x80 - GuestLoops.Faults.Length], .. GuestLoops.FaultHandler]);
        machine.Pe[SystemRegister.VBAR_EL1] = MappedMachine.VirtualBase;
        machine.Pe.X(11) = 0x7000_0000_0000;
        none &= Row(machine, "faults taken at EL1", [], Million, 0);
        return none;
    }

    private static bool Row(MappedMachine machine, string name, uint[] words, ulong count, ulong pageMask)
    {
        if (words.Length != 0)
            machine.Load(words);
        long bytes = long.MaxValue;
        double ns = double.MaxValue;
        for (ulong round = 0; round < Rounds; round++)
        {
            GuestLoops.SetUp(machine, pageMask);
            ulong exceptions = machine.Pe.ExceptionCount;
            long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            machine.Run(count);
            ns = Math.Min(ns, Stopwatch.GetElapsedTime(start).TotalNanoseconds / Million);
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
            ulong expected = words.Length == 0 ? count : 0;
            if (machine.Pe.ExceptionCount - exceptions != expected)
                throw new InvalidOperationException($"{machine.Pe.ExceptionCount - exceptions} exceptions, not {expected}");
        }
        Console.WriteLine($"{bytes,10} bytes, {ns,7:F1} ns each  a million {name}");
        return bytes == 0;
    }
}
