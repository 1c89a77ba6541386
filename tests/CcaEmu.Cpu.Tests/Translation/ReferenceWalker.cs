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
    private readonly ReferenceGpc _gpc = new(pe, plain);
    private readonly ReferenceEncryption _encryption = new(pe);

    /// <summary>Descriptors that hardware updates would have changed, by address, since this was last emptied.</summary>
    public Dictionary<ulong, ulong> Updates { get; } = [];

    private ulong Hcr => pe[R.HCR_EL2];

    private int PAMax => (pe[R.ID_AA64MMFR0_EL1] & 15) == 6 ? 52 : 48;

    private bool HasLva => (pe[R.ID_AA64MMFR2_EL1] >> 16 & 15) == 1;

    private bool HasTtst => (pe[R.ID_AA64MMFR2_EL1] >> 28 & 15) == 1;

    private bool EL2Enabled => IsEL2Enabled(pe);

    /// <summary>J1.3 EL2Enabled and IsSecureEL2Enabled: SCR_EL3.NS or EEL2.</summary>
    public static bool IsEL2Enabled(ProcessingElement pe) => (pe[R.SCR_EL3] & (1UL | 1UL << 18)) != 0;

    public ReferenceFault TranslateAddress(ulong va, in ReferenceAccess access, out PhysicalAddress pa, out ReferenceAttributes attributes)
    {
        attributes = default;
        var fault = new ReferenceFault { Write = !access.Read && access.Write };
        pa = default;
        ReferenceRegime regime = RegimeOf(access.El);
        var parameters = new ReferenceStage1Parameters(pe, regime, va);
        if (!access.Fetch && !access.Aligned && !access.DcZero && parameters.A)
        {
            fault.Status = ReferenceStatus.Alignment;
            return fault;
        }
        ReferenceOutput output = S1Translate(ref fault, regime, parameters, va, access);
        if (fault.Status == ReferenceStatus.None && HasStage2(regime))
            output = S2Translate(ref fault, output, access);
        if (fault.Status != ReferenceStatus.None)
            return fault;
        pa = output.Address;
        attributes = output.Attributes;
        var result = new ReferenceFault { Write = fault.Write };
        (result.Gpf, result.GpcLevel) = _gpc.Check(pa, access.Ss);
        if (result.Gpf != GpcFaultKind.None)
        {
            result.Status = ReferenceStatus.GpcfOnOutput;
            result.PAddress = pa;
        }
        return result;
    }

    /// <summary>AArch64.AT, up to where it decides between an exception and PAR_EL1.</summary>
    public ReferenceFault TranslateForAt(ulong va, ReferenceRegime regime, bool bothStages, in ReferenceAccess access, out ReferenceOutput output)
    {
        var fault = new ReferenceFault { Write = !access.Read && access.Write };
        output = S1Translate(ref fault, regime, new ReferenceStage1Parameters(pe, regime, va), va, access);
        if (bothStages && fault.Status == ReferenceStatus.None && HasStage2(regime))
            output = S2Translate(ref fault, output, access);
        return fault;
    }

    /// <summary>J1.3 TranslationRegime.</summary>
    public ReferenceRegime RegimeOf(ExceptionLevel el)
    {
        bool e2h = pe.Features.Has(CcaEmu.Arm.A64.Feature.FEAT_VHE) && (Hcr >> 34 & 1) != 0, tge = (Hcr >> 27 & 1) != 0;
        return el switch
        {
            ExceptionLevel.EL3 => ReferenceRegime.EL3,
            ExceptionLevel.EL2 => e2h ? ReferenceRegime.EL20 : ReferenceRegime.EL2,
            ExceptionLevel.EL0 when EL2Enabled && e2h && tge => ReferenceRegime.EL20,
            _ => ReferenceRegime.EL10,
        };
    }

    private bool HasStage2(ReferenceRegime regime) => regime == ReferenceRegime.EL10 && EL2Enabled;

    private ReferenceOutput S1Translate(
        ref ReferenceFault fault, ReferenceRegime regime, in ReferenceStage1Parameters p, ulong va, in ReferenceAccess access)
    {
        bool enabled = p.M && !(HasStage2(regime) && (Hcr & (1UL << 12 | 1UL << 27)) != 0);
        if (!enabled)
            return S1DisabledOutput(ref fault, regime, p, va, access);
        int minimum = HasLva && (p.GranuleBits == 16 || p.Ds) ? 12 : 16;
        if (p.TxSZ < minimum && HasLva)
            return Stop(ref fault, ReferenceStatus.Translation, 0);
        int iaSize = 64 - Math.Clamp(p.TxSZ, minimum, MaxTxSZ(p.GranuleBits));
        bool tbi = p.Tbi && !(p.Tbid && access.Fetch);
        if (VAIsOutOfRange(va, p.TwoRanges, tbi, iaSize) || (access.El == ExceptionLevel.EL0 && p.E0pd) || p.Epd)
            return Stop(ref fault, ReferenceStatus.Translation, 0);
        ReferenceOutput leaf = S1Walk(ref fault, regime, p, va, iaSize, access, out ReferencePermissions permissions, out PhysicalAddress where, out ulong descriptor);
        if (fault.Status != ReferenceStatus.None)
            return default;
        if (!access.Fetch && !access.Aligned && leaf.Device)
            fault.Status = ReferenceStatus.Alignment;
        ReferenceFault faultPerm = fault;
        permissions.CheckStage1(ref faultPerm, access, regime, p, leaf.Address.Pas);
        ulong updated = descriptor;
        if (p.Ha && fault.Status == ReferenceStatus.None && !access.At)
            updated |= 1UL << 10;
        bool dirty = p.Hd && faultPerm.Status == ReferenceStatus.None && access.Write && !access.At && access.Cache == ReferenceCacheOp.None && (descriptor >> 51 & 1) != 0;
        if (dirty)
            updated &= ~(1UL << 7);
        if (fault.Status == ReferenceStatus.None && faultPerm.Status != ReferenceStatus.None)
            fault = faultPerm;
        if (updated != descriptor && !S1Update(ref fault, regime, where, updated, access))
            return default;
        return leaf;
    }

    // The second translation of the descriptor's address, and AArch64.MemSwapTableDesc.
    private bool S1Update(ref ReferenceFault fault, ReferenceRegime regime, PhysicalAddress where, ulong updated, in ReferenceAccess access)
    {
        if (HasStage2(regime))
        {
            ReferenceFault s2 = fault;
            var update = access with { Read = true, Write = true, Fetch = false, Aligned = true, Walk = true, Pan = false, At = false, Cache = ReferenceCacheOp.None };
            ReferenceOutput output = S2Translate(ref s2, new ReferenceOutput(where, false), update);
            if (s2.Status != ReferenceStatus.None)
            {
                fault = s2;
                return false;
            }
            where = output.Address;
        }
        return MemSwap(ref fault, where, updated, access.Ss);
    }

    private bool MemSwap(ref ReferenceFault fault, PhysicalAddress where, ulong updated, SecurityState ss)
    {
        if (!FetchDescriptor(ref fault, where, ss, out _))
            return false;
        Updates[where.Value] = updated;
        return true;
    }

    private ReferenceOutput S1DisabledOutput(ref ReferenceFault fault, ReferenceRegime regime, in ReferenceStage1Parameters p, ulong va, in ReferenceAccess access)
    {
        bool dc = HasStage2(regime) && (Hcr >> 12 & 1) != 0;
        bool normal = access.Fetch || dc;
        ulong checkedBits = p.Tbi && !(p.Tbid && access.Fetch) ? va << 8 >> 8 : va;
        if (checkedBits >> PAMax != 0)
            return Stop(ref fault, ReferenceStatus.AddressSize, 0);
        if (!access.Fetch && !access.Aligned && !normal)
            return Stop(ref fault, ReferenceStatus.Alignment, 0);
        var attributes = dc ? ReferenceAttributes.DefaultCacheable : ReferenceAttributes.DeviceNGnRnE;
        return new ReferenceOutput(_encryption.Disabled(regime, new PhysicalAddress(va << 8 >> 8, PasOf(access.Ss))), !normal, attributes);
    }

    private static bool VAIsOutOfRange(ulong va, bool two, bool tbi, int iaSize)
    {
        for (int bit = iaSize; bit <= (tbi ? 55 : 63); bit++)
        {
            bool expected = two && (va >> 55 & 1) != 0;
            if ((va >> bit & 1) != 0 != expected)
                return true;
        }
        return false;
    }

    private ReferenceOutput S1Walk(
        ref ReferenceFault fault, ReferenceRegime regime, in ReferenceStage1Parameters p, ulong va, int iaSize, in ReferenceAccess access,
        out ReferencePermissions permissions, out PhysicalAddress where, out ulong descriptor)
    {
        where = default;
        descriptor = 0;
        int stride = p.GranuleBits - 3;
        int level = 3 - (iaSize - 1 - p.GranuleBits) / stride;
        int indexSize = iaSize - ((3 - level) * stride + p.GranuleBits);
        ulong table = TTBaseAddress(p.Ttbr, indexSize + 3, p.GranuleBits, p.Ds, p.Ps);
        Pas pas = PasOf(access.Ss);
        permissions = default;
        fault.Level = 0;
        ulong descriptorAddress = table | Field(va, (3 - level) * stride + p.GranuleBits, indexSize) << 3;
        if (OAOutOfRange(descriptorAddress, p.Ps, p.GranuleBits, p.Ds))
            return Stop(ref fault, ReferenceStatus.AddressSize, 0);
        while (true)
        {
            fault.Level = level;
            where = new PhysicalAddress(descriptorAddress, pas);
            if (!S1Fetch(ref fault, regime, where, access, out descriptor))
                return default;
            switch (TypeOf(descriptor, p.GranuleBits, p.Ds, level))
            {
                case Kind.Invalid:
                    return Stop(ref fault, ReferenceStatus.Translation, level);
                case Kind.Leaf:
                    permissions.ApplyLeaf(descriptor);
                    return S1Leaf(ref fault, regime, p, va, descriptor, level, pas);
            }
            if (pas == Pas.Secure && descriptor >> 63 != 0)
                pas = Pas.NonSecure;
            if (!p.Hpd)
                permissions.ApplyTable(descriptor);
            level++;
            descriptorAddress = Base(descriptor, p.GranuleBits, p.GranuleBits, p.Ds) | Field(va, (3 - level) * stride + p.GranuleBits, stride) << 3;
            if (OAOutOfRange(descriptorAddress, p.Ps, p.GranuleBits, p.Ds))
                return Stop(ref fault, ReferenceStatus.AddressSize, level - 1);
        }
    }

    private ReferenceOutput S1Leaf(
        ref ReferenceFault fault, ReferenceRegime regime, in ReferenceStage1Parameters p, ulong va, ulong descriptor, int level, Pas walkPas)
    {
        int size = p.GranuleBits + (p.GranuleBits - 3) * (3 - level);
        ulong address = Base(descriptor, size, p.GranuleBits, p.Ds) | Field(va, 0, size);
        bool ns = (descriptor >> 5 & 1) != 0, nse = (descriptor >> 11 & 1) != 0;
        Pas pas = walkPas switch
        {
            Pas.Secure => ns ? Pas.NonSecure : Pas.Secure,
            Pas.Root => (nse, ns) switch { (false, false) => Pas.Secure, (false, true) => Pas.NonSecure, (true, false) => Pas.Root, _ => Pas.Realm },
            Pas.Realm => regime != ReferenceRegime.EL10 && ns ? Pas.NonSecure : Pas.Realm,
            _ => Pas.NonSecure,
        };
        bool upper = p.TwoRanges && (va >> 55 & 1) != 0;
        if (_encryption.IsStage1Fault(regime, pas, upper, descriptor))
            return Stop(ref fault, ReferenceStatus.Translation, level);
        if (OAOutOfRange(address, p.Ps, p.GranuleBits, p.Ds))
            return Stop(ref fault, ReferenceStatus.AddressSize, level);
        if ((descriptor >> 10 & 1) == 0 && !p.Ha)
            return Stop(ref fault, ReferenceStatus.AccessFlag, level);
        int attribute = (int)(p.Mair >> ((int)(descriptor >> 2 & 7) * 8)) & 0xFF;
        var attributes = ReferenceAttributes.DecodeStage1(attribute, p.Ds ? p.Sh : (int)(descriptor >> 8) & 3, p.C);
        return new ReferenceOutput(_encryption.Stage1(regime, upper, descriptor, new PhysicalAddress(address, pas)), attribute >> 4 == 0, attributes);
    }

    private bool S1Fetch(ref ReferenceFault fault, ReferenceRegime regime, PhysicalAddress address, in ReferenceAccess access, out ulong descriptor)
    {
        descriptor = 0;
        if (HasStage2(regime))
        {
            ReferenceFault s2 = fault;
            var walk = access with { Read = true, Write = false, Fetch = false, Aligned = true, Walk = true, Pan = false, At = false, Cache = ReferenceCacheOp.None };
            ReferenceOutput output = S2Translate(ref s2, new ReferenceOutput(address, false), walk);
            if (s2.Status != ReferenceStatus.None)
            {
                fault = s2;
                return false;
            }
            address = output.Address;
        }
        return FetchDescriptor(ref fault, address, access.Ss, out descriptor);
    }

    private ReferenceOutput S2Translate(ref ReferenceFault fault, ReferenceOutput ipa, in ReferenceAccess access)
    {
        fault.Status = ReferenceStatus.None; // faults of stage 1 do not count here
        fault.SecondStage = true;
        fault.S2FS1Walk = access.Walk;
        fault.IPAddress = ipa.Address.Value;
        fault.IPASpace = ipa.Address.Pas;
        var p = new ReferenceStage2Parameters(pe, access.Ss, ipa.Address.Pas);
        if (!p.Vm)
            return ipa;
        int minimumTxSZ = 64 - (PAMax == 52 && p.GranuleBits != 16 && !p.Ds ? 48 : PAMax);
        if (p.TxSZ < minimumTxSZ && PAMax == 52)
            return Stop(ref fault, ReferenceStatus.Translation, 0);
        int stride = p.GranuleBits - 3;
        int iaSize = 64 - Math.Clamp(p.TxSZ, minimumTxSZ, MaxTxSZ(p.GranuleBits));
        if (p.StartLevel(PAMax, HasTtst) is not { } level)
            return Stop(ref fault, ReferenceStatus.Translation, 0);
        int minimum = (3 - level) * stride + p.GranuleBits + 1;
        bool inconsistent = iaSize < minimum || iaSize > minimum + stride - 1 + 4;
        if (inconsistent || ipa.Address.Value >> iaSize != 0)
            return Stop(ref fault, ReferenceStatus.Translation, 0);
        ReferenceOutput leaf = S2Walk(ref fault, ipa, access, p, iaSize, level, out ulong descriptor, out PhysicalAddress where);
        if (fault.Status != ReferenceStatus.None)
            return default;
        if (!access.Fetch && !access.Aligned && leaf.Device)
            fault.Status = ReferenceStatus.Alignment;
        ReferenceFault faultPerm = fault;
        S2CheckPermissions(ref faultPerm, descriptor, leaf, access, p);
        ulong updated = descriptor;
        if (p.Ha && fault.Status == ReferenceStatus.None && !access.At)
            updated |= 1UL << 10;
        bool dirties = access.Write && !access.At && access.Cache == ReferenceCacheOp.None;
        if (p.Hd && faultPerm.Status == ReferenceStatus.None && dirties && (descriptor >> 51 & 1) != 0)
            updated |= 1UL << 7;
        if (fault.Status == ReferenceStatus.None && faultPerm.Status != ReferenceStatus.None)
            fault = faultPerm;
        if (updated != descriptor && !MemSwap(ref fault, where, updated, access.Ss))
            return default;
        return leaf;
    }

    private ReferenceOutput S2Walk(
        ref ReferenceFault fault, ReferenceOutput ipa, in ReferenceAccess access, in ReferenceStage2Parameters p, int iaSize, int level,
        out ulong descriptor, out PhysicalAddress where)
    {
        int granule = p.GranuleBits, stride = granule - 3;
        int indexSize = iaSize - ((3 - level) * stride + granule);
        ulong table = TTBaseAddress(p.Ttbr, indexSize + 3, granule, p.Ds, p.Ps);
        ulong descriptorAddress = table | Field(ipa.Address.Value, (3 - level) * stride + granule, indexSize) << 3;
        descriptor = 0;
        where = default;
        if (OAOutOfRange(descriptorAddress, p.Ps, granule, p.Ds))
            return Stop(ref fault, ReferenceStatus.AddressSize, 0);
        while (true)
        {
            fault.Level = level;
            where = new PhysicalAddress(descriptorAddress, p.TablePas);
            if (!FetchDescriptor(ref fault, where, access.Ss, out descriptor))
                return default;
            Kind kind = TypeOf(descriptor, granule, p.Ds, level);
            if (kind == Kind.Invalid)
                return Stop(ref fault, ReferenceStatus.Translation, level);
            if (kind == Kind.Leaf)
                break;
            level++;
            descriptorAddress = Base(descriptor, granule, granule, p.Ds) | Field(ipa.Address.Value, (3 - level) * stride + granule, stride) << 3;
            if (OAOutOfRange(descriptorAddress, p.Ps, granule, p.Ds))
                return Stop(ref fault, ReferenceStatus.AddressSize, level - 1);
        }
        int size = granule + stride * (3 - level);
        ulong address = Base(descriptor, size, granule, p.Ds) | Field(ipa.Address.Value, 0, size);
        if (OAOutOfRange(address, p.Ps, granule, p.Ds))
            return Stop(ref fault, ReferenceStatus.AddressSize, level);
        if ((descriptor >> 10 & 1) == 0 && !p.Ha)
            return Stop(ref fault, ReferenceStatus.AccessFlag, level);
        Pas pas = access.Ss == SecurityState.Realm && (descriptor >> 55 & 1) != 0 ? Pas.NonSecure : p.OutputPas;
        int attr = (int)(descriptor >> 2) & 15;
        ReferenceAttributes attributes = ipa.Attributes.WithStage2(
            attr, p.Ds ? p.Sh : (int)(descriptor >> 8) & 3, (descriptor >> 11 & 1) != 0, p.Fwb, (Hcr >> 32 & 1) == 0);
        return new ReferenceOutput(_encryption.Stage2(access.Ss, descriptor, new PhysicalAddress(address, pas)), IsStage2Device(attr, ipa.Device), attributes);
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

    private static void S2CheckPermissions(
        ref ReferenceFault fault, ulong descriptor, ReferenceOutput leaf, in ReferenceAccess access, in ReferenceStage2Parameters p)
    {
        bool r = (descriptor >> 6 & 1) != 0, w = (descriptor >> 7 & 1) != 0 || (p.Hd && (descriptor >> 51 & 1) != 0);
        (bool px, bool ux) = ((int)(descriptor >> 53) & 3) switch { 0 => (true, true), 1 => (false, true), 2 => (false, false), _ => (true, false) };
        bool x = access.El == ExceptionLevel.EL0 ? ux : px;
        bool outsideRealm = access.Ss == SecurityState.Realm && leaf.Address.Pas != Pas.Realm;
        if (access.Walk)
        {
            if ((p.Ptw && leaf.Device) || outsideRealm || !r || (access.Write && !w))
                fault.Status = ReferenceStatus.Permission;
        }
        else if (access.Fetch)
        {
            if (outsideRealm || !x)
                fault.Status = ReferenceStatus.Permission;
        }
        else if (access.Cache != ReferenceCacheOp.None)
        {
            if (access.Cache == ReferenceCacheOp.Invalidate ? !w : access.El == ExceptionLevel.EL0 && !r)
                fault.Status = ReferenceStatus.Permission;
        }
        else if ((access.Read && !r) || (access.Write && !w))
        {
            fault.Status = ReferenceStatus.Permission;
            fault.Write = !(access.Read && !r);
        }
    }

    private bool FetchDescriptor(ref ReferenceFault fault, PhysicalAddress address, SecurityState ss, out ulong descriptor)
    {
        descriptor = 0;
        (fault.Gpf, fault.GpcLevel) = _gpc.Check(address, ss);
        if (fault.Gpf != GpcFaultKind.None)
        {
            fault.Status = ReferenceStatus.GpcfOnWalk;
            fault.PAddress = address;
            fault.GpcfS2Walk = fault.SecondStage;
            return false;
        }
        if (plain.Read(address, 8, out descriptor).Ok)
        {
            if (Updates.TryGetValue(address.Value, out ulong updated))
                descriptor = updated;
            return true;
        }
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

    private Kind TypeOf(ulong descriptor, int granule, bool ds, int level)
    {
        if ((descriptor & 1) == 0)
            return Kind.Invalid;
        if ((descriptor & 2) != 0)
            return level == 3 ? Kind.Leaf : Kind.Table;
        // BlockDescSupported.
        bool block = granule switch
        {
            12 => level == 2 || level == 1 || (level == 0 && ds),
            14 => level == 2 || (level == 1 && ds),
            _ => level == 2 || (level == 1 && PAMax >= 52),
        };
        return block ? Kind.Leaf : Kind.Invalid;
    }

    private int MaxTxSZ(int granule) => !HasTtst ? 39 : granule == 16 ? 47 : 48;

    // PhysicalAddressSize.
    private bool OAOutOfRange(ulong address, int ps, int granule, bool ds)
    {
        int size = ps switch { 0 => 32, 1 => 36, 2 => 40, 3 => 42, 4 => 44, 5 => 48, 6 => 52, _ => 56 };
        return address >> Math.Min(size, PAMax == 52 && (granule == 16 || ds) ? 52 : 48) != 0;
    }

    // S1TTBaseAddress, S2TTBaseAddress.
    private ulong TTBaseAddress(ulong ttbr, int tsize, int granule, bool ds, int ps)
    {
        ulong address = ttbr & 0x0000_FFFF_FFFF_FFFE;
        if (ds || (granule == 16 && ps == 6 && PAMax == 52))
        {
            tsize = Math.Max(tsize, 6);
            address = (ttbr & 0x0000_FFFF_FFFF_FFC0) | (ttbr >> 2 & 15) << 48;
        }
        return address >> tsize << tsize;
    }

    // NextTableBase, S1LeafBase, S2LeafBase.
    private ulong Base(ulong descriptor, int size, int granule, bool ds)
    {
        ulong address = (descriptor & 0x0000_FFFF_FFFF_FFFF) >> size << size;
        if (granule == 16 && PAMax >= 52)
            return address | (descriptor >> 12 & 15) << 48;
        return ds ? address | (descriptor >> 48 & 3) << 48 | (descriptor >> 8 & 3) << 50 : address;
    }

    private static ulong Field(ulong value, int lsb, int width) => value >> lsb & ((1UL << width) - 1);

    private static Pas PasOf(SecurityState state) => state switch
    {
        SecurityState.NonSecure => Pas.NonSecure,
        SecurityState.Realm => Pas.Realm,
        SecurityState.Root => Pas.Root,
        _ => Pas.Secure,
    };
}
