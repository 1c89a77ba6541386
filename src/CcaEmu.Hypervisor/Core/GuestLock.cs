using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Core;

/// <summary>What one PE at a time may hold: everything that the host knows of a virtual machine.</summary>
/// <remarks>
/// Held by each virtual CPU's loop but while its guest runs and while its PE sleeps. So exits are handled one after the other, whichever PE
/// they come to. A spin lock: who waits for it lets time pass.
/// </remarks>
internal sealed class GuestLock
{
    private const ulong SpinCycles = 100;

    private bool _isHeld;

    /// <summary>Takes the lock; without a holder it takes no time.</summary>
    public async Script Acquire(HostServices services)
    {
        while (_isHeld)
            await services.Pause(SpinCycles);
        _isHeld = true;
    }

    /// <summary>Gives it up.</summary>
    public void Release() => _isHeld = false;
}
