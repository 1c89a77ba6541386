using CcaEmu.Arm;

namespace CcaEmu.Hypervisor.Images;

/// <summary>One piece of an image: bytes from the file, followed by memory that the file does not fill.</summary>
/// <param name="Address">Where the piece is loaded.</param>
/// <param name="VirtualAddress">
/// Where its code was linked to run; the same number as <paramref name="Address"/> in an image that never turns its MMU on.
/// </param>
/// <param name="MemorySizeBytes">Size in memory: at least the size of <paramref name="Data"/>, and not 0.</param>
/// <param name="Data">The bytes of the file that begin the piece; it may have none.</param>
/// <param name="IsReadable">PF_R.</param>
/// <param name="IsWritable">PF_W.</param>
/// <param name="IsExecutable">PF_X.</param>
/// <remarks>
/// System V ABI, chapter "Program Loading". <see cref="Address"/> + <see cref="MemorySizeBytes"/> never wraps. The access bits
/// are the linker's intent: the loader does not enforce them.
/// </remarks>
public sealed record ImageSegment(
    Ipa Address,
    VirtualAddress VirtualAddress,
    ulong MemorySizeBytes,
    ReadOnlyMemory<byte> Data,
    bool IsReadable,
    bool IsWritable,
    bool IsExecutable)
{
    /// <summary>The first address behind the piece.</summary>
    public Ipa End => new(Address.Value + MemorySizeBytes);
}
