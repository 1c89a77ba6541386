using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Machine.Inspection;

/// <summary>A REC as its granule describes it. While it is RUNNING, its PE state is in the PE, and what stands here is older.</summary>
/// <param name="Rec">Physical address of the REC.</param>
/// <param name="Rd">Physical address of the RD it belongs to.</param>
/// <param name="Mpidr">Affinity in the format of RmiRecMpidr.</param>
/// <param name="State">READY or RUNNING.</param>
/// <param name="IsRunnable">Whether it may be entered: on, in PSCI's terms.</param>
/// <param name="Pending">What the last exit left open, in one word; "None" where nothing.</param>
/// <param name="Pc">Address of the next instruction.</param>
/// <param name="Pstate">Process state in the layout of SPSR_EL2.</param>
/// <param name="Registers">System registers that say how its stage 1 translates.</param>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "REC attributes".</remarks>
public sealed record RecView(
    ulong Rec, ulong Rd, ulong Mpidr, RecState State, bool IsRunnable, string Pending, ulong Pc, ulong Pstate,
    IReadOnlyDictionary<SystemRegister, ulong> Registers);
