using System.Runtime.InteropServices;
using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Rmm.Granules;

/// <summary>The RMM's way to granules it owns: the Realm PAS of one PE.</summary>
/// <remarks>
/// Only granules in a state other than UNDELEGATED are reached this way, and no other world can change their GPI back. So a
/// refusal is a fault of monitor or RMM, not of any input, and is an exception.
/// </remarks>
/// <param name="physical">The PE's door to memory.</param>
/// <param name="mecid">The memory encryption context: 0 for what is the RMM's own, a Realm's for its memory and its tables.</param>
internal readonly struct RealmMemory(GranuleProtection physical, ushort mecid = 0)
{
    /// <summary>Reads eight bytes.</summary>
    public ulong Read64(ulong address)
    {
        if (!physical.TryReadWord(At(address), out ulong value))
            Demand(physical.Read(At(address), 8, out value), address);
        return value;
    }

    /// <summary>Writes eight bytes.</summary>
    public void Write64(ulong address, ulong value)
    {
        if (!physical.TryWriteWord(At(address), value))
            Demand(physical.Write(At(address), 8, value), address);
    }

    /// <summary>Reads bytes.</summary>
    public void Read(ulong address, Span<byte> destination) =>
        Demand(physical.Read(At(address), destination), address);

    /// <summary>Reads 64-bit words.</summary>
    public void Read(ulong address, Span<ulong> destination) => Read(address, MemoryMarshal.AsBytes(destination));

    /// <summary>Writes bytes.</summary>
    public void Write(ulong address, ReadOnlySpan<byte> source) =>
        Demand(physical.Write(At(address), source), address);

    /// <summary>Writes 64-bit words.</summary>
    public void Write(ulong address, ReadOnlySpan<ulong> source) => Write(address, MemoryMarshal.AsBytes(source));

    /// <summary>Writes zeros.</summary>
    public void Clear(ulong address, ulong sizeBytes) =>
        Demand(physical.Clear(At(address), sizeBytes), address);

    private PhysicalAddress At(ulong address) => new(address, Pas.Realm) { Mecid = mecid };

    private static void Demand(MemoryResult result, ulong address)
    {
        if (!result.Ok)
            throw new InvalidOperationException($"the RMM was refused its own granule at 0x{address:x} (Realm): {result.Gpc}");
    }
}
