using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>Memory that its owner can do without for a while.</summary>
internal interface IReclaimable
{
    /// <summary>Writes pages out and frees them, until enough is free.</summary>
    /// <param name="bytes">How much is wanted.</param>
    /// <returns>How much was freed.</returns>
    Script<ulong> Evict(ulong bytes);
}
