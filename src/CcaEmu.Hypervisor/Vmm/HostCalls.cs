using CcaEmu.Arm.Smccc;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>What this VMM answers to host calls: its contract with the images, in images/README.md.</summary>
/// <remarks>
/// A realm makes RSI_HOST_CALL with an immediate. An ordinary guest, which has no RSI, makes an SMCCC call of the range for vendor specific
/// hypervisor services instead (DEN0028): the immediate is in the lower half of the function, gprs[0] in X1, the answer in X0.
/// </remarks>
internal sealed class HostCalls
{
    /// <summary>First function of the range in which ordinary guests call: SMC64, vendor specific hypervisor service.</summary>
    public const uint FirstFunction = 0xC600_0000;

    /// <summary>How many functions the range has: one for each immediate.</summary>
    public const uint FunctionCount = 0x1_0000;

    /// <summary>Immediate of the call that counts.</summary>
    public const ushort Count = 1;

    /// <summary>Immediate of the call that reports the exit status.</summary>
    public const ushort ExitStatus = 0xCCA0;

    /// <summary>Immediate of the call that has the VMM take a private page away, as no VMM should.</summary>
    public const ushort TakePage = 0xCCA1;

    /// <summary>The status the guest has reported last.</summary>
    public ulong? GuestStatus { get; private set; }

    /// <summary>Calls answered so far.</summary>
    public long Answered { get; private set; }

    /// <summary>Answers a call.</summary>
    /// <param name="immediate">Its immediate.</param>
    /// <param name="argument">What it is given.</param>
    /// <returns>The answer.</returns>
    public ulong Answer(ushort immediate, ulong argument)
    {
        Answered++;
        switch (immediate)
        {
            case Count:
                return argument + 1;
            case ExitStatus:
                GuestStatus = argument;
                return argument;
            default:
                return unchecked((ulong)SmcccStatus.NotSupported);
        }
    }
}
