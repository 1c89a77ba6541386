using CcaEmu.Arm.Smccc;

namespace CcaEmu.Arm.Psci;

/// <summary>The revision of PSCI that these definitions describe.</summary>
/// <remarks>Power State Coordination Interface (DEN0022).</remarks>
public static class PsciRevision
{
    /// <summary>1.1.</summary>
    public static InterfaceVersion Current => new(1, 1);
}
