using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;

namespace CcaEmu.Rmm.Run;

/// <summary>Whether the host has something to do on a PE while the RMM works there for a Realm: whatever may take long looks now and then.</summary>
internal static class HostInterrupt
{
    /// <summary>The exit reason that a pending interrupt of the host makes; null while there is none.</summary>
    public static RmiRecExitReason? Pending(ProcessingElement pe)
    {
        ulong pending = pe[SystemRegister.ISR_EL1];
        return (pending & PSTATE.F) != 0 ? RmiRecExitReason.Fiq : (pending & PSTATE.I) != 0 ? RmiRecExitReason.Irq : null;
    }
}
