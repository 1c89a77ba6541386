using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <summary>A translation that tables no longer give, though nothing has said so to the TLB.</summary>
/// <param name="Va">Virtual address of the access.</param>
/// <param name="Pc">PC of the instruction that made it.</param>
/// <param name="Level">Exception level it was made at.</param>
/// <param name="State">Security state it was made in.</param>
/// <param name="Old">Where the address led when it was last used.</param>
/// <param name="OldAllowed">What the mapping allowed then.</param>
/// <param name="New">Where it leads now; meaningless where <paramref name="Fault"/> is one.</param>
/// <param name="NewAllowed">What the mapping allows now.</param>
/// <param name="Fault">The fault that the access takes now, or none.</param>
/// <param name="MissingTlbi">The instruction that had to be executed between the change of the tables and this access.</param>
/// <remarks>
/// Arm ARM, D8.17 "TLB maintenance" and "Using break-before-make when updating translation table entries". Where old and new are both
/// valid and lead to different places, the change needed break-before-make as well.
/// </remarks>
public readonly record struct StaleTranslation(
    ulong Va, ulong Pc, ExceptionLevel Level, SecurityState State, PhysicalAddress Old, AccessKind OldAllowed, PhysicalAddress New,
    AccessKind NewAllowed, FaultRecord Fault, string MissingTlbi)
{
    /// <summary>Whether a valid translation was replaced by another valid one that leads elsewhere.</summary>
    public bool BreaksBeforeMake => !Fault.IsFault && Old != New;

    /// <summary>The finding in one line.</summary>
    public override string ToString()
    {
        string now = Fault.IsFault ? $"now a {Fault}" : $"now {New}, {NewAllowed}";
        string bbm = BreaksBeforeMake ? "; break-before-make was needed" : "";
        return $"VA 0x{Va:x} at {State} {Level}, PC 0x{Pc:x}: a TLB may still hold {Old}, {OldAllowed}; {now}; missing {MissingTlbi}{bbm}";
    }
}
