using CcaEmu.Arm;

namespace CcaEmu.Cpu;

/// <summary>The level and security state conditions that a breakpoint or watchpoint control register sets.</summary>
/// <param name="HMC">Higher mode control.</param>
/// <param name="SSCE">Security state control extension.</param>
/// <param name="SSC">Security state control.</param>
/// <param name="PxC">PMC of a breakpoint, PAC of a watchpoint: bit 0 EL1, bit 1 EL0.</param>
/// <remarks>
/// Arm ARM, J1.1 shared pseudocode AArch64.StateMatch, J1.3 CheckValidStateMatch; D2.8.4 "Execution conditions for which a breakpoint
/// generates Breakpoint exceptions". CONSTRAINED UNPREDICTABLE choice: a reserved combination never matches.
/// </remarks>
internal readonly record struct DebugStateMatch(int HMC, int SSCE, int SSC, int PxC)
{
    /// <summary>Whether an access or fetch from a level in a security state meets the conditions.</summary>
    public bool Matches(ExceptionLevel level, SecurityState state) => !IsReserved && LevelMatches(level) && StateMatches(state);

    // FEAT_RME, FEAT_SEL2, no AArch32.
    private bool IsReserved
    {
        get
        {
            if (SSCE == 1 && (SSC != 1 || (HMC == 0 && PxC == 0) || (HMC == 1 && PxC == 2)))
                return true;
            bool unallocated = SSCE == 0 && ((HMC, SSC, PxC) is (0, 3, 2) or (1, 0, 0 or 2) or (1, 1 or 2 or 3, 2));
            bool aarch32Only = HMC == 0 && PxC == 0 && SSC != 3;
            return unallocated || aarch32Only;
        }
    }

    private bool LevelMatches(ExceptionLevel level) => level switch
    {
        ExceptionLevel.EL3 => HMC == 1 && (SSC & 1) == 0,
        ExceptionLevel.EL2 => (HMC == 1 && !(SSC == 2 && PxC == 0)) || SSC == 3,
        ExceptionLevel.EL1 => (PxC & 1) != 0,
        _ => (PxC & 2) != 0,
    };

    private bool StateMatches(SecurityState state) => (SSCE << 2 | SSC) switch
    {
        0 => HMC == 1 || state != SecurityState.Root,
        1 => state == SecurityState.NonSecure,
        2 => (HMC == 1 && state == SecurityState.Root) || state == SecurityState.Secure,
        3 => (HMC == 1 && state != SecurityState.Root) || state == SecurityState.Secure,
        _ => state == SecurityState.Realm,
    };
}
