using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Core;

/// <summary>What the hypervisor answers to RSI_HOST_CALL itself: the host configuration of the Realm Host Interface.</summary>
/// <remarks>Realm Host Interface (DEN0148), host configuration: version 1.0, and the alignment in which a realm should convert memory.</remarks>
internal static class RealmHostInterface
{
    private const uint Version = 0xC500_004E, Features = 0xC500_004F, GetIpaChangeAlignment = 0xC500_0050;
    private const ulong Version10 = 0x1_0000;
    private const ulong HasAlignment = 1;

    /// <summary>Answers a call, in X0.</summary>
    /// <param name="gprs">X0 to X30 of the caller.</param>
    /// <returns>False for a function that it does not know.</returns>
    public static bool TryAnswer(Span<ulong> gprs)
    {
        ulong? answer = gprs[0] switch
        {
            Version => Version10,
            Features => HasAlignment,
            GetIpaChangeAlignment => PageRange.PageBytes,
            _ => null,
        };
        gprs[0] = answer ?? gprs[0];
        return answer is not null;
    }
}
