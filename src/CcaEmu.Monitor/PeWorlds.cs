using CcaEmu.Arm;
using CcaEmu.Cpu;

namespace CcaEmu.Monitor;

/// <summary>The worlds of one PE and which of them runs on it.</summary>
internal sealed class PeWorlds
{
    public PeWorlds(ProcessingElement pe)
    {
        var banked = new BankedRegisters(pe.Features);
        NonSecure = new WorldContext(SecurityState.NonSecure, pe, banked);
        Realm = new WorldContext(SecurityState.Realm, pe, banked);
        Current = Realm;
    }

    public WorldContext NonSecure { get; }

    public WorldContext Realm { get; }

    public WorldContext Current { get; set; }

    /// <summary>Leaves the current world and puts another onto the PE; the caller then makes the ERET.</summary>
    public void SwitchTo(ProcessingElement pe, WorldContext next)
    {
        Current.Save(pe);
        Current = next;
        next.Restore(pe);
    }
}
