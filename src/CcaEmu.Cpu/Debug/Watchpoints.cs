using System.Numerics;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Watchpoint matching.</summary>
/// <remarks>
/// Arm ARM, J1.1 shared pseudocode AArch64.WatchpointMatch, AArch64.WatchpointByteMatch; D2.9 "Watchpoint exceptions". CONSTRAINED
/// UNPREDICTABLE choices: MASK 1 and 2, a MASK with BAS not all ones, and address bits under the mask that are not zero never match; a BAS
/// with gaps matches the bytes it names.
/// </remarks>
internal static class Watchpoints
{
    /// <summary>Number of watchpoints; ID_AA64DFR0_EL1.WRPs promises it.</summary>
    public const int Count = 4;

    // Bits 52:0 hold every address that a regime can translate; tags above do not take part.
    private const ulong AddressBits = 0x001F_FFFF_FFFF_FFFF;

    /// <summary>Whether any watchpoint is enabled.</summary>
    public static bool AnyEnabled(ProcessingElement pe)
    {
        for (int n = 0; n < Count; n++)
        {
            if ((Control(pe, n) & DBGWCR_EL1.E) != 0)
                return true;
        }
        return false;
    }

    /// <summary>Whether a watchpoint matches an access.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="va">First byte.</param>
    /// <param name="size">Length in bytes.</param>
    /// <param name="access">Read, Write or both; Unprivileged where the access is made with EL0's rights.</param>
    /// <param name="isWrite">Takes whether ESR_ELx.WnR reports a write.</param>
    public static bool Match(ProcessingElement pe, ulong va, int size, AccessKind access, out bool isWrite)
    {
        isWrite = false;
        for (int n = 0; n < Count; n++)
        {
            ulong wcr = Control(pe, n);
            if ((wcr & DBGWCR_EL1.E) == 0 || !ConditionsMatch(pe, wcr, access))
                continue;
            for (int i = 0; i < size; i++)
            {
                if (!ByteMatches(wcr, pe.Raw(ValueOf(n)), va + (ulong)i))
                    continue;
                bool readMatches = (access & AccessKind.Read) != 0 && (DBGWCR_EL1.LSC.Get(wcr) & 1) != 0;
                isWrite = !readMatches;
                return true;
            }
        }
        return false;
    }

    private static bool ConditionsMatch(ProcessingElement pe, ulong wcr, AccessKind access)
    {
        int wanted = ((access & AccessKind.Read) != 0 ? 1 : 0) | ((access & AccessKind.Write) != 0 ? 2 : 0);
        if ((DBGWCR_EL1.LSC.GetInt(wcr) & wanted) == 0)
            return false;
        bool unprivileged = (access & AccessKind.Unprivileged) != 0 && pe.CurrentLevel is ExceptionLevel.EL1 or ExceptionLevel.EL2;
        var states = new DebugStateMatch(
            DBGWCR_EL1.HMC.GetInt(wcr), DBGWCR_EL1.SSCE.GetInt(wcr), DBGWCR_EL1.SSC.GetInt(wcr), DBGWCR_EL1.PAC.GetInt(wcr));
        return states.Matches(unprivileged ? ExceptionLevel.EL0 : pe.CurrentLevel, pe.SecurityState)
            && ((wcr & DBGWCR_EL1.WT) == 0 || Breakpoints.LinkedContextMatches(pe, DBGWCR_EL1.LBN.GetInt(wcr)));
    }

    private static bool ByteMatches(ulong wcr, ulong wvr, ulong va)
    {
        int mask = DBGWCR_EL1.MASK.GetInt(wcr);
        uint bas = (uint)DBGWCR_EL1.BAS.Get(wcr);
        int bottom = (wvr & 4) != 0 ? 2 : 3;
        if (mask != 0)
        {
            ulong ignored = (1UL << mask) - 1;
            return mask > 2 && bas == 0xFF && (wvr & ignored & ~((1UL << bottom) - 1)) == 0 && ((va ^ wvr) & AddressBits & ~ignored) == 0;
        }
        int select = (int)va & ((1 << bottom) - 1);
        bool selected = (bas >> select & 1) != 0;
        if (!IsContiguous(bas))
            bottom = 3;
        return selected && ((va ^ wvr) & AddressBits & ~((1UL << bottom) - 1)) == 0;
    }

    private static bool IsContiguous(uint bas)
    {
        uint run = bas >> BitOperations.TrailingZeroCount(bas);
        return bas == 0 || (run & (run + 1)) == 0;
    }

    private static ulong Control(ProcessingElement pe, int n) => pe.Raw((R)((int)R.DBGWCR0_EL1 + (R.DBGWCR1_EL1 - R.DBGWCR0_EL1) * n));

    private static R ValueOf(int n) => (R)((int)R.DBGWVR0_EL1 + (R.DBGWVR1_EL1 - R.DBGWVR0_EL1) * n);
}
