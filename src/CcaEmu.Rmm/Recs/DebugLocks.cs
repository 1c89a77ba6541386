using CcaEmu.Cpu;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Rmm.Recs;

/// <summary>OS Lock and claim tags of one context as a word: debug state whose registers say what to set and what to clear.</summary>
/// <remarks>Arm ARM (DDI 0487), OSLAR_EL1, OSLSR_EL1, DBGCLAIMSET_EL1, DBGCLAIMCLR_EL1. With the OS Lock set a context takes no debug exceptions.</remarks>
internal static class DebugLocks
{
    /// <summary>What a context starts with: the OS Lock set, no tag claimed.</summary>
    public const ulong Reset = Locked;

    private const ulong Locked = 1 << 1, AllTags = 0xFF;
    private const int Tags = 8;

    /// <summary>Whether a register is one that these words stand for.</summary>
    public static bool Has(R register) => register is R.OSLAR_EL1 or R.OSLSR_EL1 or R.DBGCLAIMSET_EL1 or R.DBGCLAIMCLR_EL1;

    /// <summary>Takes the word from a PE.</summary>
    public static ulong Of(ProcessingElement pe) => (pe[R.OSLSR_EL1] & Locked) | (pe[R.DBGCLAIMCLR_EL1] & AllTags) << Tags;

    /// <summary>Puts a word onto a PE.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="held">What it holds.</param>
    /// <param name="value">What <see cref="Of"/> said of the other context.</param>
    public static void Put(ProcessingElement pe, ulong held, ulong value)
    {
        if (held == value)
            return;
        pe[R.OSLAR_EL1] = (value & Locked) != 0 ? 1UL : 0;
        pe[R.DBGCLAIMCLR_EL1] = AllTags;
        pe[R.DBGCLAIMSET_EL1] = value >> Tags & AllTags;
    }
}
