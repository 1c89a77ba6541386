using CcaEmu.Arm;
using CcaEmu.Arm.Formats;

namespace CcaEmu.Memory;

/// <summary>The Granule Protection Table walk, read from emulated memory at each call.</summary>
/// <remarks>Arm ARM, J1.3 shared pseudocode GranuleProtectionCheck and GPTWalk; entry formats in D9.6.
/// GPI Secure is always known: a PE with RME and Secure state has FEAT_SEL2.</remarks>
internal static unsafe class GptWalker
{
    /// <summary>Checks an access in the order the pseudocode gives, without any cache.</summary>
    public static GpcResult Check(PhysicalMemory memory, in GptConfiguration gpt, PhysicalAddress address, SecurityState state)
    {
        if (!gpt.Enabled)
            return new(GpcFaultKind.None, 0, Gpi.Any, 0, 0);
        if (!gpt.Consistent)
            return new(GpcFaultKind.Walk, 0, Gpi.NoAccess, 0, 0);
        if ((gpt.DisabledSpaces >> (int)address.Pas & 1) != 0)
            return new(GpcFaultKind.Protection, 0, Gpi.NoAccess, 0, 0);
        if (gpt.IsAbovePps(address.Value))
            return new(address.Pas == Pas.NonSecure || gpt.AllowsAbovePps ? GpcFaultKind.None : GpcFaultKind.Protection, 0, Gpi.NonSecure, 0, 0);
        if (gpt.IsAbovePps(gpt.BaseField))
            return new(GpcFaultKind.AddressSize, 0, Gpi.NoAccess, 0, 0);
        GpcResult found = WalkLevel0(memory, gpt, address.Value);
        return found.Passed && !found.Gpi.Allows(address.Pas, state) ? found with { Kind = GpcFaultKind.Protection } : found;
    }

    private static GpcResult WalkLevel0(PhysicalMemory memory, in GptConfiguration gpt, ulong address)
    {
        GptGeometry geometry = gpt.Geometry;
        ulong entryAddress = gpt.TableBase + (ulong)geometry.L0Index(address) * 8;
        if (!TryFetch(memory, entryAddress, out ulong value))
            return new(GpcFaultKind.ExternalAbort, 0, Gpi.NoAccess, entryAddress, 0);
        var entry = new GptL0Descriptor(value);
        switch (entry.Kind(geometry, gpt.KnowsNonSecureOnly))
        {
            case GptDescriptorKind.Block:
                return new(GpcFaultKind.None, 0, entry.Gpi, entryAddress, value);
            case GptDescriptorKind.Table when gpt.IsAbovePps(entry.TableAddress):
                return new(GpcFaultKind.AddressSize, 0, Gpi.NoAccess, entryAddress, value);
            case GptDescriptorKind.Table:
                return WalkLevel1(memory, gpt, entry.TableAddress, address);
            default:
                return new(GpcFaultKind.Walk, 0, Gpi.NoAccess, entryAddress, value);
        }
    }

    private static GpcResult WalkLevel1(PhysicalMemory memory, in GptConfiguration gpt, ulong table, ulong address)
    {
        GptGeometry geometry = gpt.Geometry;
        ulong entryAddress = table + (ulong)geometry.L1Index(address) * 8;
        if (!TryFetch(memory, entryAddress, out ulong value))
            return new(GpcFaultKind.ExternalAbort, 1, Gpi.NoAccess, entryAddress, 0);
        var entry = new GptL1Descriptor(value);
        return entry.Kind(gpt.KnowsNonSecureOnly) == GptDescriptorKind.Invalid
            ? new(GpcFaultKind.Walk, 1, Gpi.NoAccess, entryAddress, value)
            : new(GpcFaultKind.None, 1, entry.GpiOf(geometry.GranuleIndex(address)), entryAddress, value);
    }

    private static bool TryFetch(PhysicalMemory memory, ulong address, out ulong entry)
    {
        byte* host = memory.Peek(address);
        entry = host == null ? 0 : *(ulong*)host;
        if (memory.Encryption is { } encryption && memory.FindRam(address, 8) is { } bank)
        {
            fixed (ulong* value = &entry)
                encryption.Decode(bank, new PhysicalAddress(address, Pas.Root), new Span<byte>(value, 8));
        }
        return host != null || memory.FindRam(address, 8) is not null;
    }
}
