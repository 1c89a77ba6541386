namespace CcaEmu.Hypervisor;

/// <summary>What a realm cost the host, in counts.</summary>
/// <param name="PagesPopulated">Pages with initial contents.</param>
/// <param name="DataPagesMapped">Pages of private memory mapped on demand; a 2 MiB block counts 512.</param>
/// <param name="SharedPagesMapped">Pages of the host's memory mapped into the unprotected half.</param>
/// <param name="RttsCreated">Translation tables below the starting level.</param>
/// <param name="RecEntries">RMI_REC_ENTER calls.</param>
/// <param name="MmioAccesses">Device accesses emulated by the VMM.</param>
/// <param name="HostCalls">Host calls answered.</param>
public sealed record RealmStatistics(
    long PagesPopulated, long DataPagesMapped, long SharedPagesMapped, long RttsCreated, long RecEntries, long MmioAccesses, long HostCalls);
