using CcaEmu.Machine.Scripting;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm.Attestation;

/// <summary>The one way to wait for the monitor, or for a PE that is at it, while a Realm waits: an interrupt of the host ends it.</summary>
internal static class InterruptibleWait
{
    // How long a PE waits before it asks again.
    private const ulong RetryCycles = 2_000;

    /// <summary>Tries until something comes of it.</summary>
    /// <param name="script">Place of the wait.</param>
    /// <param name="attempt">One try; it is made at least once, whatever is pending, so that each call gets on.</param>
    /// <returns>What came of it; never <see cref="MonitorWork.Later"/>.</returns>
    public static async Script<MonitorWork> Until(ScriptContext script, Func<Script<MonitorWork>> attempt)
    {
        MonitorWork result = await attempt();
        while (result == MonitorWork.Later)
        {
            await script.Pause(RetryCycles);
            if (HostInterrupt.Pending(script.Pe) is not null)
                return MonitorWork.Interrupted;
            result = await attempt();
        }
        return result;
    }
}
