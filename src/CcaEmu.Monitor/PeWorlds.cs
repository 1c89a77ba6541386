using CcaEmu.Arm;
using CcaEmu.Cpu;

namespace CcaEmu.Monitor;

/// <summary>The worlds of one PE and which of them runs on it.</summary>
internal sealed class PeWorlds
{
    private readonly bool _fiqToEl3;

    public PeWorlds(ProcessingElement pe, bool fiqToEl3)
    {
        _fiqToEl3 = fiqToEl3;
        var banked = new BankedRegisters(pe.Features);
        NonSecure = new WorldContext(SecurityState.NonSecure, pe, banked, fiqToEl3);
        Realm = new WorldContext(SecurityState.Realm, pe, banked, fiqToEl3);
        Current = Realm;
    }

    public WorldContext NonSecure { get; private set; }

    public WorldContext Realm { get; }

    public WorldContext Current { get; set; }

    /// <summary>Gives the Non-secure world, which runs, the registers of a PE that has just been reset.</summary>
    public void RestartNonSecure(ProcessingElement pe) =>
        Current = NonSecure = new WorldContext(SecurityState.NonSecure, pe, new BankedRegisters(pe.Features), _fiqToEl3);

    /// <summary>Leaves the current world and puts another onto the PE; the caller then makes the ERET.</summary>
    public void SwitchTo(ProcessingElement pe, WorldContext next)
    {
        Current.SwitchTo(pe, next);
        Current = next;
    }
}
