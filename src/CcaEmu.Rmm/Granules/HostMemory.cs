using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Rmm.Granules;

/// <summary>The RMM's way to the host's memory: the Non-secure PAS of one PE, where every access may be refused.</summary>
/// <param name="physical">The PE's door to memory.</param>
internal readonly struct HostMemory(GranuleProtection physical)
{
    /// <summary>Whether Non-secure memory stands at an address; device windows do not count.</summary>
    public bool IsAccessible(ulong address)
    {
        Span<byte> probe = stackalloc byte[1];
        return TryRead(address, probe);
    }

    /// <summary>Whether Non-secure memory stands everywhere in a granule.</summary>
    /// <param name="address">Any address in it.</param>
    /// <param name="granuleBytes">Its size: one or more granules of the Granule Protection Table.</param>
    public bool IsAccessible(ulong address, ulong granuleBytes)
    {
        ulong first = address & ~(granuleBytes - 1);
        for (ulong offset = 0; offset < granuleBytes; offset += 4096)
        {
            if (!IsAccessible(first + offset))
                return false;
        }
        return true;
    }

    /// <summary>Reads bytes.</summary>
    /// <returns>False on a granule protection fault, or where no memory stands.</returns>
    public bool TryRead(ulong address, Span<byte> destination) =>
        physical.Read(new PhysicalAddress(address, Pas.NonSecure), destination).Ok;

    /// <summary>Writes bytes.</summary>
    /// <returns>False on a granule protection fault, or where no memory stands.</returns>
    public bool TryWrite(ulong address, ReadOnlySpan<byte> source) =>
        physical.Write(new PhysicalAddress(address, Pas.NonSecure), source).Ok;

    /// <summary>Reads eight bytes at an aligned address.</summary>
    /// <returns>False on a granule protection fault, or where no memory stands.</returns>
    public bool TryRead64(ulong address, out ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        bool ok = TryRead(address, bytes);
        value = ok ? BitConverter.ToUInt64(bytes) : 0;
        return ok;
    }

    /// <summary>Writes eight bytes at an aligned address.</summary>
    /// <returns>False on a granule protection fault, or where no memory stands.</returns>
    public bool TryWrite64(ulong address, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BitConverter.TryWriteBytes(bytes, value);
        return TryWrite(address, bytes);
    }
}
