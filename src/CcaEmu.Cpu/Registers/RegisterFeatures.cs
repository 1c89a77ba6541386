using CcaEmu.Arm.Registers;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Which system registers a PE has; an access to one that it has not is UNDEFINED.</summary>
/// <remarks>Arm ARM, D24.2, "Configurations" part of each register; the feature of each stands in its line of <see cref="SystemRegisterTable"/>.</remarks>
internal static class RegisterFeatures
{
    /// <summary>Whether a PE has a register; a second name is there with its register.</summary>
    public static bool IsPresent(R register, PeFeatures features)
    {
        SystemRegisterInfo info = SystemRegisterTable.Get(register);
        return !IsPastLastWatchpoint(register) && features.Has(info.Feature) && (info.AliasOf == R.None || IsPresent(info.AliasOf, features));
    }

    // ID_AA64DFR0_EL1.WRPs promises four watchpoints, and BRPs six breakpoints: the table has no more of those.
    private static bool IsPastLastWatchpoint(R register) =>
        register is R.DBGWVR4_EL1 or R.DBGWCR4_EL1 or R.DBGWVR5_EL1 or R.DBGWCR5_EL1;
}
