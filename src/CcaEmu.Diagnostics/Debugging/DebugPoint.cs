using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>What GDB's Z packets ask for, by their numbers.</summary>
internal enum DebugPointKind
{
    SoftwareBreakpoint = 0,
    HardwareBreakpoint = 1,
    WriteWatchpoint = 2,
    ReadWatchpoint = 3,
    AccessWatchpoint = 4,
}

/// <summary>A breakpoint or watchpoint. Nothing of it is in guest memory or in a register.</summary>
internal readonly record struct DebugPoint(DebugPointKind Kind, ulong Address, ulong Length, DebugScope Scope)
{
    public bool IsBreakpoint => Kind <= DebugPointKind.HardwareBreakpoint;

    public bool Watches(ulong va, int size, AccessKind access)
    {
        AccessKind wanted = Kind switch
        {
            DebugPointKind.WriteWatchpoint => AccessKind.Write,
            DebugPointKind.ReadWatchpoint => AccessKind.Read,
            DebugPointKind.AccessWatchpoint => AccessKind.Read | AccessKind.Write,
            _ => AccessKind.None,
        };
        // Unsigned distances: neither range may wrap into the other by overflow.
        return (access & wanted) != 0 && (va - Address < Length || Address - va < (ulong)size);
    }

    /// <summary>The words of a stop reply that name it.</summary>
    public string StopReason => Kind switch
    {
        DebugPointKind.SoftwareBreakpoint => "swbreak:;",
        DebugPointKind.HardwareBreakpoint => "hwbreak:;",
        DebugPointKind.WriteWatchpoint => $"watch:{Address:x};",
        DebugPointKind.ReadWatchpoint => $"rwatch:{Address:x};",
        _ => $"awatch:{Address:x};",
    };
}
