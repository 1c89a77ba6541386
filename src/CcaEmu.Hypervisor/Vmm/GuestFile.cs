using CcaEmu.Arm;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>Bytes that are put into a guest's memory beside its image, and measured with it.</summary>
/// <param name="Address">Where they go.</param>
/// <param name="Data">The bytes.</param>
public sealed record GuestFile(Ipa Address, ReadOnlyMemory<byte> Data)
{
    /// <summary>The first address behind them.</summary>
    public Ipa End => new(Address.Value + (ulong)Data.Length);
}
