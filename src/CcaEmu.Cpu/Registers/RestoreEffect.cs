namespace CcaEmu.Cpu;

/// <summary>What restoring a register of a <see cref="RegisterBank"/> comes to beside its word of the file: seen to once for all of them.</summary>
[Flags]
internal enum RestoreEffect : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What other registers' accesses come to may change: see <see cref="PlainAccess.Gates"/>.</summary>
    Gates = 1,

    /// <summary>Translation may change, or whether SIMD&amp;FP instructions are trapped.</summary>
    Translates = 2,

    /// <summary>A timer's output may change.</summary>
    Times = 4,

    /// <summary>Breakpoints, watchpoints or software step may come to be enabled, or not to be.</summary>
    Debugs = 8,

    /// <summary>It has to be written by itself, where it reads as something else.</summary>
    Writes = 16,

    /// <summary>It has to be written whatever it reads as.</summary>
    Always = 32,

    /// <summary>Its word of the file is not what it reads as.</summary>
    Computed = 64,
}
