namespace CcaEmu.Devices.Virtio;

/// <summary>One buffer of a descriptor chain.</summary>
/// <param name="Address">Address of its first byte.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="IsWritable">For the device to write; else for it to read.</param>
public readonly record struct Descriptor(ulong Address, uint Length, bool IsWritable);
