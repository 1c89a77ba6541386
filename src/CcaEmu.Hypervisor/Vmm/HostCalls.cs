using CcaEmu.Arm.Rhi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>What this VMM answers to host calls: its contract with the images, in images/README.md; and the host configuration of the Realm Host Interface.</summary>
/// <param name="pageSize">The host's page size: what changes between private and shared memory must be aligned to.</param>
internal sealed class HostCalls(HostPageSize pageSize)
{
    /// <summary>Immediate of the Realm Host Interface.</summary>
    public const ushort RealmHostInterface = 0;

    private const ulong HostConfigVersion = 0x1_0000;
    private const ulong TellsAlignment = 1;

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
            case RealmHostInterface:
                gprs[0] = AnswerRhi((RhiFunction)(uint)gprs[0]);
                break;
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

    private ulong AnswerRhi(RhiFunction function) => function switch
    {
        RhiFunction.HostConfigVersion => HostConfigVersion,
        RhiFunction.HostConfigFeatures => TellsAlignment,
        RhiFunction.GetIpaChangeAlignment => pageSize.Bytes,
        _ => unchecked((ulong)SmcccStatus.NotSupported),
    };
}
