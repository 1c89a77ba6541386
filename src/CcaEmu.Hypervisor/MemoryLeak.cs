namespace CcaEmu.Hypervisor;

/// <summary>Memory that the host gave to the RMM and did not get back. It is never used again.</summary>
/// <param name="Owner">
/// What it was used for: "RD", "root RTT", "RTT", "REC", "donation" or "DATA"; a "REC run page", "REC list page", "realm list page" or
/// "shared page" was never delegated, but is in use with an object that could not be destroyed.
/// </param>
/// <param name="Address">Physical address of its first byte.</param>
/// <param name="SizeBytes">Length in bytes.</param>
/// <param name="Reason">Why it could not be had back, in words.</param>
public sealed record MemoryLeak(string Owner, ulong Address, ulong SizeBytes, string Reason)
{
    /// <summary>One line, for example "REC 0x80403000 (4096 bytes): RMI_REC_DESTROY ...: ERROR_REC".</summary>
    public override string ToString() => $"{Owner} 0x{Address:X} ({SizeBytes} bytes): {Reason}";
}
