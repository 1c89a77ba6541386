using System.Buffers.Binary;
using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>The hypervisor's own loads and stores, in the Non-secure physical address space.</summary>
/// <remarks>They are checked like anyone's: a page that is the RMM's refuses them, and the refusal is a result, not an exception.</remarks>
/// <param name="cpus">Which PE is executing.</param>
internal sealed class HostPhysical(HostCpus cpus)
{
    /// <summary>Reads bytes of RAM.</summary>
    public HostResult Read(ulong address, Span<byte> destination) =>
        Explain(address, cpus.Pe.Physical.Read(new PhysicalAddress(address, Pas.NonSecure), destination), "read");

    /// <summary>Writes bytes to RAM.</summary>
    public HostResult Write(ulong address, ReadOnlySpan<byte> source)
    {
        cpus.Pe.Charge(HypervisorCosts.Copy((ulong)source.Length));
        return Explain(address, cpus.Pe.Physical.Write(new PhysicalAddress(address, Pas.NonSecure), source), "written");
    }

    /// <summary>Zeros memory.</summary>
    public HostResult Clear(ulong address, ulong sizeBytes)
    {
        cpus.Pe.Charge(HypervisorCosts.Copy(sizeBytes));
        return Explain(address, cpus.Pe.Physical.Clear(new PhysicalAddress(address, Pas.NonSecure), sizeBytes), "cleared");
    }

    /// <summary>Reads a doubleword of RAM.</summary>
    public HostResult Read64(ulong address, out ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        HostResult result = Read(address, bytes);
        value = result.IsOk ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;
        return result;
    }

    private static HostResult Explain(ulong address, MemoryResult result, string verb)
    {
        if (result.Ok)
            return HostResult.Ok;
        string why = result.IsExternalAbort
            ? "external abort: no RAM there"
            : $"Granule Protection Fault, level {result.Gpc.Level}, GPI {result.Gpc.Gpi}";
        return HostResult.Fail(Errno.EFAULT, $"host memory at PA 0x{address:X} could not be {verb}: {why}");
    }
}
