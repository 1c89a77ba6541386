using System.Buffers.Binary;

namespace CcaEmu.Hypervisor.Kvm;

/// <summary>A device access (kvm_run.mmio).</summary>
public sealed class KvmMmio
{
    /// <summary>First byte, without the bit that tells a realm's unprotected half.</summary>
    public ulong PhysAddr { get; internal set; }

    /// <summary>Eight bytes, little-endian, of which <see cref="Len"/> count.</summary>
    public byte[] Data { get; } = new byte[8];

    /// <summary>1, 2, 4 or 8.</summary>
    public int Len { get; internal set; }

    /// <summary>Whether the guest writes.</summary>
    public bool IsWrite { get; internal set; }

    /// <summary><see cref="Data"/> as a number.</summary>
    public ulong Value
    {
        get => BinaryPrimitives.ReadUInt64LittleEndian(Data) & ulong.MaxValue >> (64 - 8 * Len);
        set => BinaryPrimitives.WriteUInt64LittleEndian(Data, value);
    }
}
