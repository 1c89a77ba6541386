using CcaEmu.Arm;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>
/// A second opinion on translation: AArch64.TranslateAddress of the Arm ARM's J1.1 and what it calls, for the features this PE has,
/// without any cache and sharing no code with the PE's walkers.
/// </summary>
/// <param name="pe">Whose registers apply.</param>
/// <param name="plain">Physical memory with checks off.</param>
internal sealed class ReferenceWalker(ProcessingElement pe, GranuleProtection plain)
{
    private const int PAMax = 48;
    private readonly ReferenceGpc _gpc = new(pe, plain);

    private ulong Hcr => pe[R.HCR_EL2];

    private bool Bit(R register, int bit) => (pe[register] >> bit & 1) != 0;

    // FEAT_SEL2 is absent.
    private bool EL2Enabled => Bit(R.SCR_EL3, 0);

    public ReferenceFault TranslateAddress(ulong va, in ReferenceAccess access, out PhysicalAddress pa)
    {
        var fault = new ReferenceFault { Write = !access.Read && access.Write };
        pa = default;
        var parameters = new ReferenceStage1Parameters(pe, access.El, va);
        if (!access.Fetch && !access.Aligned && parameters.A)
        {
            fault.Status = ReferenceStatus.Alignment;
            return fault;
        }
        ReferenceOutput output = S1Translate(ref fault, parameters, va, access);
        if (fault.Status == ReferenceStatus.None && access.El < ExceptionLevel.EL2 && EL2Enabled)
            output = S2Translate(ref fault, output, access);
        if (fault.Status != ReferenceStatus.None)
            return fault;
        pa = output.Address;
        var result = new ReferenceFault { Write = fault.Write };
        (result.Gpf, result.GpcLevel) = _gpc.Check(pa);
        if (result.Gpf != GpcFaultKind.None)
        {
            result.Status = ReferenceStatus.GpcfOnOutput;
            result.PAddress = pa;
        }
        return result;
    }

    private ReferenceOutput S1Translate(ref ReferenceFault fault, in ReferenceStage1Parameters p, ulong va, in ReferenceAccess access)
    {
        bool el10 = access.El < ExceptionLevel.EL2;
        bool enabled = p.M && !(el10 && EL2Enabled && (Hcr & (1UL << 12 | 1UL << 27)) != 0);
        if (!enabled)
            return S1DisabledOutput(ref fault, p, va, access);
        int iaSize = 64 - Math.Clamp(p.TxSZ, 16, MaxTxSZ(p.GranuleBits));
        if (VAIsOutOfRange(va, el10, p.Tbi, iaSize) || p.Epd)
            return Stop(ref fault, ReferenceStatus.Translation, 0);
        ReferenceOutput leaf = S1Walk(ref fault, p, va, iaSize, access, out ReferencePermissions permissions);
        if (fault.Status != ReferenceStatus.None)
            return default;
        if (!access.Fetch && !access.Aligned && leaf.Device)
            return Stop(ref fault, ReferenceStatus.Alignment, fault.Level);
        permissions.CheckStage1(ref fault, access, el10, p.Wxn, leaf.Address.Pas);
        return leaf;
    }

    private ReferenceOutput S1DisabledOutput(ref ReferenceFault fault, in ReferenceStage1Parameters p, ulong va, in ReferenceAccess access)
    {
        bool normal = access.Fetch || (access.El < ExceptionLevel.EL2 && EL2Enabled && (Hcr >> 12 & 1) != 0);
        ulong checkedBits = p.Tbi ? va << 8 >> 8 : va;
        if (checkedBits >> PAMax != 0)
            return Stop(ref fault, ReferenceStatus.AddressSize, 0);
        if (!access.Fetch && !access.Aligned && !normal)
            return Stop(ref fault, ReferenceStatus.Alignment, 0);
        return new ReferenceOutput(new PhysicalAddress(va << 8 >> 8, PasOf(access.Ss)), !normal);
    }

    private static bool VAIsOutOfRange(ulong va, bool el10, bool tbi, int iaSize)
    {
        for (int bit = iaSize; bit <= (tbi ? 55 : 63); bit++)
        {
            bool expected = el10 && (va >> 55 & 1) != 0;
            if ((va >> bit & 1) != 0 != expected)
                return true;
        }
        return false;
    }

    private ReferenceOutput S1Walk(
        ref ReferenceFault fault, in ReferenceStage1Parameters p, ulong va, int iaSize, in ReferenceAccess access, out ReferencePermissions permissions)
    {
        int stride = p.GranuleBits - 3;
        int level = 3 - (iaSize - 1 - p.GranuleBits) / stride;
        int indexSize = iaSize - ((3 - level) * stride + p.GranuleBits);
        ulong table = (p.Ttbr & 0x0000_FFFF_FFFF_FFFE) >> (indexSize + 3) << (indexSize + 3);
        Pas pas = PasOf(access.Ss);
        permissions = default;
        fault.Level = 0;
        ulong descriptorAddress = table | Field(va, (3 - level) * stride + p.GranuleBits, indexSize) << 3;
        if (OAOutOfRange(descriptorAddress, p.Ps))
            return Stop(ref fault, ReferenceStatus.AddressSize, 0);
        while (true)
        {
            fault.Level = level;
            if (!S1Fetch(ref fault, new PhysicalAddress(descriptorAddress, pas), access, out ulong descriptor))
                return default;
            switch (TypeOf(descriptor, p.GranuleBits, level))
            {
                case Kind.Invalid:
                    return Stop(ref fault, ReferenceStatus.Translation, level);
                case Kind.Leaf:
                    permissions.ApplyLeaf(descriptor);
                    return S1Leaf(ref fault, p, va, descriptor, level, pas, access);
            }
            if (pas == Pas.Secure && descriptor >> 63 != 0)
                pas = Pas.NonSecure;
            if (!p.Hpd)
                permissions.ApplyTable(descriptor);
            level++;
            descriptorAddress = NextTable(descriptor, p.GranuleBits) | Field(va, (3 - level) * stride + p.GranuleBits, stride) << 3;
            if (OAOutOfRange(descriptorAddress, p.Ps))
                return Stop(ref fault, ReferenceStatus.AddressSize, level - 1);
        }
    }

    private ReferenceOutput S1Leaf(
        ref ReferenceFault fault, in ReferenceStage1Parameters p, ulong va, ulong descriptor, int level, Pas walkPas, in ReferenceAccess access)
    {
        int size = p.GranuleBits + (p.GranuleBits - 3) * (3 - level);
        ulong address = LeafBase(descriptor, size) | Field(va, 0, size);
        bool ns = (descriptor >> 5 & 1) != 0, nse = (descriptor >> 11 & 1) != 0;
        Pas pas = walkPas switch
        {
            Pas.Secure => ns ? Pas.NonSecure : Pas.Secure,
            Pas.Root => (nse, ns) switch { (false, false) => Pas.Secure, (false, true) => Pas.NonSecure, (true, false) => Pas.Root, _ => Pas.Realm },
            Pas.Realm => access.El == ExceptionLevel.EL2 && ns ? Pas.NonSecure : Pas.Realm,
            _ => Pas.NonSecure,
        };
        if (OAOutOfRange(address, p.Ps))
            return Stop(ref fault, ReferenceStatus.AddressSize, level);
        if ((descriptor >> 10 & 1) == 0)
            return Stop(ref fault, ReferenceStatus.AccessFlag, level);
        int attribute = (int)(p.Mair >> ((int)(descriptor >> 2 & 7) * 8)) & 0xFF;
        return new ReferenceOutput(new PhysicalAddress(address, pas), attribute >> 4 == 0);
    }

    private bool S1Fetch(ref ReferenceFault fault, PhysicalAddress address, in ReferenceAccess access, out ulong descriptor)
    {
        descriptor = 0;
        if (access.El < ExceptionLevel.EL2 && EL2Enabled)
        {
            ReferenceFault s2 = fault;
            var walk = access with { Read = true, Write = false, Fetch = false, Aligned = true, Walk = true };
            ReferenceOutput output = S2Translate(ref s2, new ReferenceOutput(address, false), walk);
            if (s2.Status != ReferenceStatus.None)
            {
                fault = s2;
                return false;
            }
            address = output.Address;
        }
        return FetchDescriptor(ref fault, address, out descriptor);
    }

    private ReferenceOutput S2Translate(ref ReferenceFault fault, ReferenceOutput ipa, in ReferenceAccess access)
    {
        fault.SecondStage = true;
        fault.S2FS1Walk = access.Walk;
        fault.IPAddress = ipa.Address.Value;
        if ((Hcr & (1UL | 1UL << 12)) == 0)
            return ipa;
        ulong vtcr = pe[R.VTCR_EL2];
        int granule = (vtcr >> 14 & 3) switch { 1 => 16, 2 => 14, _ => 12 };
        int stride = granule - 3;
        int iaSize = 64 - Math.Clamp((int)(vtcr & 63), 64 - PAMax, MaxTxSZ(granule));
        int sl0 = (int)(vtcr >> 6) & 3;
        if (sl0 == 3 && granule != 12)
            return Stop(ref fault, ReferenceStatus.Translation, 0);
        int level = sl0 == 3 ? 3 : granule == 12 ? 2 - sl0 : 3 - sl0;
        int minimum = (3 - level) * stride + granule + 1;
        bool inconsistent = iaSize < minimum || iaSize > minimum + stride - 1 + 4;
        if (inconsistent || ipa.Address.Value >> iaSize != 0)
            return Stop(ref fault, ReferenceStatus.Translation, 0);
        ReferenceOutput leaf = S2Walk(ref fault, ipa, access, granule, iaSize, level, (int)(vtcr >> 16) & 7, out ulong descriptor);
        if (fault.Status != ReferenceStatus.None)
            return default;
        if (!access.Fetch && !access.Aligned && leaf.Device)
            return Stop(ref fault, ReferenceStatus.Alignment, fault.Level);
        S2CheckPermissions(ref fault, descriptor, leaf, access);
        return leaf;
    }

    private ReferenceOutput S2Walk(
        ref ReferenceFault fault, ReferenceOutput ipa, in ReferenceAccess access, int granule, int iaSize, int level, int ps, out ulong descriptor)
    {
        int stride = granule - 3;
        int indexSize = iaSize - ((3 - level) * stride + granule);
        ulong table = (pe[R.VTTBR_EL2] & 0x0000_FFFF_FFFF_FFFE) >> (indexSize + 3) << (indexSize + 3);
        ulong descriptorAddress = table | Field(ipa.Address.Value, (3 - level) * stride + granule, indexSize) << 3;
        descriptor = 0;
        if (OAOutOfRange(descriptorAddress, ps))
            return Stop(ref fault, ReferenceStatus.AddressSize, 0);
        while (true)
        {
            fault.Level = level;
            if (!FetchDescriptor(ref fault, new PhysicalAddress(descriptorAddress, PasOf(access.Ss)), out descriptor))
                return default;
            Kind kind = TypeOf(descriptor, granule, level);
            if (kind == Kind.Invalid)
                return Stop(ref fault, ReferenceStatus.Translation, level);
            if (kind == Kind.Leaf)
                break;
            level++;
            descriptorAddress = NextTable(descriptor, granule) | Field(ipa.Address.Value, (3 - level) * stride + granule, stride) << 3;
            if (OAOutOfRange(descriptorAddress, ps))
                return Stop(ref fault, ReferenceStatus.AddressSize, level - 1);
        }
        int size = granule + stride * (3 - level);
        ulong address = LeafBase(descriptor, size) | Field(ipa.Address.Value, 0, size);
        if (OAOutOfRange(address, ps))
            return Stop(ref fault, ReferenceStatus.AddressSize, level);
        if ((descriptor >> 10 & 1) == 0)
            return Stop(ref fault, ReferenceStatus.AccessFlag, level);
        Pas pas = access.Ss == SecurityState.Realm && (descriptor >> 55 & 1) == 0 ? Pas.Realm : Pas.NonSecure;
        return new ReferenceOutput(new PhysicalAddress(address, pas), IsStage2Device((int)(descriptor >> 2) & 15, ipa.Device));
    }

    // S2DecodeMemAttrs, and S2ApplyFWBMemAttrs where HCR_EL2.FWB is set.
    private bool IsStage2Device(int attr, bool stage1Device)
    {
        if ((Hcr >> 46 & 1) == 0)
            return attr >> 2 == 0;
        if ((attr & 4) == 0)
            return true;
        return (attr & 3) != 2 && stage1Device;
    }

    private void S2CheckPermissions(ref ReferenceFault fault, ulong descriptor, ReferenceOutput leaf, in ReferenceAccess access)
    {
        bool r = (descriptor >> 6 & 1) != 0, w = (descriptor >> 7 & 1) != 0;
        (bool px, bool ux) = ((int)(descriptor >> 53) & 3) switch { 0 => (true, true), 1 => (false, true), 2 => (false, false), _ => (true, false) };
        bool x = access.El == ExceptionLevel.EL0 ? ux : px;
        bool outsideRealm = access.Ss == SecurityState.Realm && leaf.Address.Pas != Pas.Realm;
        if (access.Walk)
        {
            bool ptw = (Hcr >> 2 & 1) != 0 && (Hcr >> 27 & 1) == 0;
            if ((ptw && leaf.Device) || outsideRealm || !r)
                fault.Status = ReferenceStatus.Permission;
        }
        else if (access.Fetch)
        {
            if (outsideRealm || !x)
                fault.Status = ReferenceStatus.Permission;
        }
        else if ((access.Read && !r) || (access.Write && !w))
        {
            fault.Status = ReferenceStatus.Permission;
            fault.Write = !(access.Read && !r);
        }
    }

    private bool FetchDescriptor(ref ReferenceFault fault, PhysicalAddress address, out ulong descriptor)
    {
        descriptor = 0;
        (fault.Gpf, fault.GpcLevel) = _gpc.Check(address);
        if (fault.Gpf != GpcFaultKind.None)
        {
            fault.Status = ReferenceStatus.GpcfOnWalk;
            fault.PAddress = address;
            fault.GpcfS2Walk = fault.SecondStage;
            return false;
        }
        if (plain.Read(address, 8, out descriptor).Ok)
            return true;
        fault.Status = ReferenceStatus.SyncExternalOnWalk;
        return false;
    }

    private static ReferenceOutput Stop(ref ReferenceFault fault, ReferenceStatus status, int level)
    {
        fault.Status = status;
        fault.Level = level;
        return default;
    }

    private enum Kind
    {
        Invalid,
        Table,
        Leaf,
    }

    private static Kind TypeOf(ulong descriptor, int granule, int level)
    {
        if ((descriptor & 1) == 0)
            return Kind.Invalid;
        if ((descriptor & 2) != 0)
            return level == 3 ? Kind.Leaf : Kind.Table;
        return level == 2 || (level == 1 && granule == 12) ? Kind.Leaf : Kind.Invalid;
    }

    private static int MaxTxSZ(int granule) => granule == 16 ? 47 : 48;

    private static bool OAOutOfRange(ulong address, int ps) =>
        address >> Math.Min(PAMax, ps switch { 0 => 32, 1 => 36, 2 => 40, 3 => 42, 4 => 44, 5 => 48, 6 => 52, _ => 56 }) != 0;

    private static ulong Field(ulong value, int lsb, int width) => value >> lsb & ((1UL << width) - 1);

    private static ulong NextTable(ulong descriptor, int granule) => (descriptor & 0x0000_FFFF_FFFF_FFFF) >> granule << granule;

    private static ulong LeafBase(ulong descriptor, int size) => (descriptor & 0x0000_FFFF_FFFF_FFFF) >> size << size;

    private static Pas PasOf(SecurityState state) => state switch
    {
        SecurityState.NonSecure => Pas.NonSecure,
        SecurityState.Realm => Pas.Realm,
        SecurityState.Root => Pas.Root,
        _ => Pas.Secure,
    };
}
