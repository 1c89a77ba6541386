using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>A physical address space as the user of a debugger means it.</summary>
/// <param name="Pas">Which.</param>
/// <param name="MecidOf">In the Realm space, the memory encryption context in which a granule is read and written: by its physical address.</param>
internal sealed record PhysicalSpace(Pas Pas, Func<ulong, ushort> MecidOf)
{
    /// <summary>An address there.</summary>
    public PhysicalAddress At(ulong address) => new(address, Pas) { Mecid = Pas == Pas.Realm ? MecidOf(address) : (ushort)0 };
}
