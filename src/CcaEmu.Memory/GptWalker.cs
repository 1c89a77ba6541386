using CcaEmu.Arm;

namespace CcaEmu.Memory;

/// <summary>The Granule Protection Table walk, read from emulated memory at each call.</summary>
/// <remarks>Arm ARM, J1.3 shared pseudocode GranuleProtectionCheck and GPTWalk; entry formats in D9.6.</remarks>
internal static unsafe class GptWalker
{
    private const uint Block = 0b0001;
    private const uint Table = 0b0011;

    /// <summary>Checks an access in the order the pseudocode gives, without any cache.</summary>
    public static GpcResult Check(PhysicalMemory memory, in GptConfiguration gpt, PhysicalAddress address)
    {
        if (!gpt.Enabled)
            return new(GpcFaultKind.None, 0, Gpi.Any, 0, 0);
        if (!gpt.Consistent)
            return new(GpcFaultKind.Walk, 0, Gpi.NoAccess, 0, 0);
        if (gpt.IsAbovePps(address.Value))
            return new(address.Pas == Pas.NonSecure ? GpcFaultKind.None : GpcFaultKind.Protection, 0, Gpi.NonSecure, 0, 0);
        if (gpt.IsAbovePps(gpt.BaseField))
            return new(GpcFaultKind.AddressSize, 0, Gpi.NoAccess, 0, 0);
        GpcResult found = Walk(memory, gpt, address.Value);
        return found.Passed && !GptConfiguration.Admits(found.Gpi, address.Pas) ? found with { Kind = GpcFaultKind.Protection } : found;
    }

    private static GpcResult Walk(PhysicalMemory memory, in GptConfiguration gpt, ulong address)
    {
        ulong index0 = gpt.ProtectedBits <= gpt.Level0Bits ? 0 : address >> gpt.Level0Bits;
        ulong address0 = gpt.TableBase + index0 * 8;
        if (!TryFetch(memory, address0, out ulong entry0))
            return new(GpcFaultKind.ExternalAbort, 0, Gpi.NoAccess, address0, 0);
        if ((entry0 & 15) == Block)
            return Decide(entry0 >> 8 == 0, (uint)(entry0 >> 4) & 15, 0, address0, entry0);
        int tableBits = gpt.Level0Bits - gpt.GranuleBits - 1;
        ulong reserved = 0xFFF0_0000_0000_0FF0 | (((1UL << tableBits) - 1) & ~0xFFFUL);
        if ((entry0 & 15) != Table || (entry0 & reserved) != 0)
            return new(GpcFaultKind.Walk, 0, Gpi.NoAccess, address0, entry0);
        ulong table = entry0 & 0x000F_FFFF_FFFF_F000;
        if (gpt.IsAbovePps(table))
            return new(GpcFaultKind.AddressSize, 0, Gpi.NoAccess, address0, entry0);

        ulong offset = address & ((1UL << gpt.Level0Bits) - 1);
        ulong address1 = table + (offset >> (gpt.GranuleBits + 4)) * 8;
        if (!TryFetch(memory, address1, out ulong entry1))
            return new(GpcFaultKind.ExternalAbort, 1, Gpi.NoAccess, address1, 0);
        if ((entry1 & 15) == Block)
            return Decide(entry1 >> 10 == 0 && (entry1 & 0x300) != 0, (uint)(entry1 >> 4) & 15, 1, address1, entry1);
        bool allValid = true;
        for (int nibble = 0; nibble < 64; nibble += 4)
            allValid &= IsGpi((uint)(entry1 >> nibble) & 15);
        return Decide(allValid, (uint)(entry1 >> ((int)(address >> gpt.GranuleBits) & 15) * 4) & 15, 1, address1, entry1);
    }

    private static GpcResult Decide(bool valid, uint gpi, byte level, ulong entryAddress, ulong entry) =>
        valid && IsGpi(gpi)
            ? new(GpcFaultKind.None, level, (Gpi)gpi, entryAddress, entry)
            : new(GpcFaultKind.Walk, level, Gpi.NoAccess, entryAddress, entry);

    // Without FEAT_RME_GPC2 and FEAT_RME_GDI only these encodings exist; all others make the entry invalid.
    private static bool IsGpi(uint gpi) => gpi is 0 or 8 or 9 or 10 or 11 or 15;

    private static bool TryFetch(PhysicalMemory memory, ulong address, out ulong entry)
    {
        entry = 0;
        Ram? bank = memory.FindRam(address, 8);
        if (bank is null)
            return false;
        byte* host = bank.Peek(address);
        entry = host == null ? 0 : *(ulong*)host;
        return true;
    }
}
