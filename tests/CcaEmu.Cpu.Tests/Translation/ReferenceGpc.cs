using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Memory;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>GranuleProtectionCheck and GPTWalk of the Arm ARM's J1.3, bit by bit and without any cache.</summary>
/// <param name="pe">Whose GPCCR_EL3 and GPTBR_EL3 apply.</param>
/// <param name="plain">Physical memory with checks off.</param>
internal sealed class ReferenceGpc(ProcessingElement pe, GranuleProtection plain)
{
    private int PAMax => (pe[SystemRegister.ID_AA64MMFR0_EL1] & 15) == 6 ? 52 : 48;

    private int L0Size => ((int)(Gpccr >> 20) & 15) switch { 0 => 30, 4 => 34, 6 => 36, _ => 39 };

    private bool HasGpc2 => (pe[SystemRegister.ID_AA64PFR0_EL1] >> 52 & 15) >= 2;

    private ulong Gpccr => pe[SystemRegister.GPCCR_EL3];

    private int Pps => ((int)Gpccr & 7) switch { 0 => 32, 1 => 36, 2 => 40, 3 => 42, 4 => 44, 5 => 48, 6 => 52, _ => 0 };

    private int GranuleShift => ((int)(Gpccr >> 14) & 3) switch { 0 => 12, 1 => 16, 2 => 14, _ => 0 };

    public (GpcFaultKind Kind, int Level) Check(PhysicalAddress address, SecurityState ss)
    {
        if ((Gpccr >> 16 & 1) == 0)
            return default;
        if (!RegistersConsistent())
            return (GpcFaultKind.Walk, 0);
        if (HasGpc2 && address.Pas != Pas.Root && (Gpccr >> (address.Pas switch { Pas.Secure => 7, Pas.NonSecure => 6, _ => 5 }) & 1) != 0)
            return (GpcFaultKind.Protection, 0);
        if (address.Value >> Pps != 0)
            return (address.Pas == Pas.NonSecure || (HasGpc2 && (Gpccr >> 24 & 1) != 0) ? GpcFaultKind.None : GpcFaultKind.Protection, 0);
        ulong tableBase = (pe[SystemRegister.GPTBR_EL3] & 0xFF_FFFF_FFFF) << 12;
        if (tableBase >> Pps != 0)
            return (GpcFaultKind.AddressSize, 0);
        (GpcFaultKind kind, int level, int gpi) = Walk(address.Value, tableBase);
        if (kind != GpcFaultKind.None)
            return (kind, level);
        return (Permits(gpi, address.Pas, ss) ? GpcFaultKind.None : GpcFaultKind.Protection, level);
    }

    private bool RegistersConsistent()
    {
        if (Pps == 0 || Pps > PAMax || GranuleShift == 0)
            return false;
        ulong sh = Gpccr >> 12 & 3;
        bool nonCacheable = (Gpccr >> 8 & 0xF) == 0;
        return sh != 1 && !(nonCacheable && sh != 2);
    }

    private (GpcFaultKind Kind, int Level, int Gpi) Walk(ulong pa, ulong tableBase)
    {
        int alignment = Math.Max(Pps - L0Size + 3, 12);
        tableBase = tableBase >> alignment << alignment;
        ulong index0 = (pa & ((1UL << Pps) - 1)) >> L0Size;
        if (!plain.Read(new PhysicalAddress(tableBase + index0 * 8, Pas.Root), 8, out ulong entry0).Ok)
            return (GpcFaultKind.ExternalAbort, 0, 0);
        if ((entry0 & 0xF) == 1)
        {
            bool valid = entry0 >> 8 == 0 && IsGpi((int)(entry0 >> 4) & 0xF);
            return (valid ? GpcFaultKind.None : GpcFaultKind.Walk, 0, (int)(entry0 >> 4) & 0xF);
        }
        int alignedBits = L0Size - GranuleShift - 1;
        ulong table = entry0 & 0x000F_FFFF_FFFF_F000;
        if ((entry0 & 0xF) != 3 || (entry0 & 0xFF0) != 0 || entry0 >> 52 != 0 || (table & ((1UL << alignedBits) - 1)) != 0)
            return (GpcFaultKind.Walk, 0, 0);
        if (table >> Pps != 0)
            return (GpcFaultKind.AddressSize, 0, 0);
        ulong index1 = (pa & ((1UL << L0Size) - 1)) >> (GranuleShift + 4);
        if (!plain.Read(new PhysicalAddress(table + index1 * 8, Pas.Root), 8, out ulong entry1).Ok)
            return (GpcFaultKind.ExternalAbort, 1, 0);
        return DecodeLevel1(pa, entry1);
    }

    private (GpcFaultKind Kind, int Level, int Gpi) DecodeLevel1(ulong pa, ulong entry1)
    {
        if ((entry1 & 0xF) == 1)
        {
            bool valid = entry1 >> 10 == 0 && (entry1 >> 8 & 3) != 0 && IsGpi((int)(entry1 >> 4) & 0xF);
            return (valid ? GpcFaultKind.None : GpcFaultKind.Walk, 1, (int)(entry1 >> 4) & 0xF);
        }
        for (int i = 0; i < 16; i++)
        {
            if (!IsGpi((int)(entry1 >> (i * 4)) & 0xF))
                return (GpcFaultKind.Walk, 1, 0);
        }
        int granule = (int)(pa >> GranuleShift) & 15;
        return (GpcFaultKind.None, 1, (int)(entry1 >> (granule * 4)) & 0xF);
    }

    private bool IsGpi(int gpi) => gpi is 0 or 8 or 9 or 10 or 11 or 15 || (gpi == 13 && HasGpc2 && (Gpccr >> 19 & 1) != 0);

    private static bool Permits(int gpi, Pas pas, SecurityState ss) => gpi switch
    {
        8 => pas == Pas.Secure,
        9 => pas == Pas.NonSecure,
        10 => pas == Pas.Root,
        11 => pas == Pas.Realm,
        13 => pas == Pas.NonSecure && ss is (SecurityState.Root or SecurityState.NonSecure),
        15 => true,
        _ => false,
    };
}
