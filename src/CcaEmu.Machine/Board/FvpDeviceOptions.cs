using CcaEmu.Devices.Virtio;

namespace CcaEmu.Machine.Board;

/// <summary>What is plugged into the board's devices.</summary>
public sealed record FvpDeviceOptions
{
    /// <summary>Takes what each UART sends, by its number; null for a UART that nobody listens to.</summary>
    public IReadOnlyList<Action<byte>?> Uarts { get; init; } = [null, null, null, null];

    /// <summary>What the real time clock shows at the beginning of virtual time, in seconds since 1970.</summary>
    public uint StartSeconds { get; init; }

    /// <summary>What flash 0 holds from its first byte on, at most 64 MiB: a firmware image package. The rest of it, and flash 1, are erased.</summary>
    public ReadOnlyMemory<byte> Flash { get; init; }

    /// <summary>The disk of the virtio block device; null for an empty slot.</summary>
    public IBlockBackend? Disk { get; init; }

    /// <summary>Takes what the virtio console sends; null for an empty slot.</summary>
    public Action<byte>? Console { get; init; }
}
