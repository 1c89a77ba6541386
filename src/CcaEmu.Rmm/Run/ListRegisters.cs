using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Rmm.Run;

/// <summary>The list registers of the GIC's virtual interface as the host has programmed them for the Realm.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "Realm interrupts"; GIC architecture (IHI0069), ICH_LR&lt;n&gt;_EL2.</remarks>
internal static class ListRegisters
{
    /// <summary>
    /// Whether a Realm may run on them: none is linked to a physical interrupt, which the Realm could deactivate, and no two
    /// that are pending or active have the same virtual INTID, which the architecture leaves UNPREDICTABLE.
    /// </summary>
    /// <param name="pe">The PE.</param>
    public static bool AreValid(ProcessingElement pe)
    {
        int count = ICH_VTR_EL2.ListRegs.GetInt(pe[R.ICH_VTR_EL2]) + 1;
        Span<ulong> registers = stackalloc ulong[count];
        pe.ReadListRegisters(registers);
        if (!registers.ContainsAnyExcept(0UL))
            return true;
        Span<uint> seen = stackalloc uint[count];
        int inUse = 0;
        foreach (ulong register in registers)
        {
            if ((register & ICH_LR_EL2.HW) != 0)
                return false;
            if (ICH_LR_EL2.State.Get(register) == 0)
                continue;
            uint id = (uint)ICH_LR_EL2.VINTID.Get(register);
            if (seen[..inUse].Contains(id))
                return false;
            seen[inUse++] = id;
        }
        return true;
    }
}
