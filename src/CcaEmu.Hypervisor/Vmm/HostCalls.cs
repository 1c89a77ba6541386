using CcaEmu.Arm.Smccc;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>What this VMM answers to host calls: its contract with the images, in images/README.md.</summary>
internal sealed class HostCalls
{
    /// <summary>Immediate of the call that counts.</summary>
    public const ushort Count = 1;

    /// <summary>Immediate of the call that reports the exit status.</summary>
    public const ushort ExitStatus = 0xCCA0;

    /// <summary>The status the guest has reported last.</summary>
    public ulong? GuestStatus { get; private set; }

    /// <summary>Calls answered so far.</summary>
    public long Answered { get; private set; }

    /// <summary>Answers a call.</summary>
    /// <param name="immediate">Its immediate.</param>
    /// <param name="gprs">X0 to X30, for the arguments and the answer.</param>
    public void Answer(ushort immediate, Span<ulong> gprs)
    {
        Answered++;
        switch (immediate)
        {
            case Count:
                gprs[0]++;
                break;
            case ExitStatus:
                GuestStatus = gprs[0];
                break;
            default:
                gprs[0] = unchecked((ulong)SmcccStatus.NotSupported);
                break;
        }
    }
}
