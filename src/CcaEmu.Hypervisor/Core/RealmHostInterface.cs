using CcaEmu.Arm.Rhi;

namespace CcaEmu.Hypervisor.Core;

/// <summary>What the hypervisor answers to RSI_HOST_CALL itself: the host configuration of the Realm Host Interface.</summary>
/// <remarks>Realm Host Interface (DEN0148), host configuration: version 1.0, and the alignment in which a realm should convert memory.</remarks>
internal static class RealmHostInterface
{
    private const ulong Version10 = 0x1_0000;
    private const ulong HasAlignment = 1;

    /// <summary>Answers a call, in X0.</summary>
    /// <param name="gprs">X0 to X30 of the caller.</param>
    /// <param name="pageBytes">The host's page size: what changes between private and shared memory must be aligned to.</param>
    /// <returns>False for a function that it does not know.</returns>
    public static bool TryAnswer(Span<ulong> gprs, ulong pageBytes)
    {
        ulong? answer = (RhiFunction)(uint)gprs[0] switch
        {
            RhiFunction.HostConfigVersion => Version10,
            RhiFunction.HostConfigFeatures => HasAlignment,
            RhiFunction.GetIpaChangeAlignment => pageBytes,
            _ => null,
        };
        gprs[0] = answer ?? gprs[0];
        return answer is not null;
    }
}
