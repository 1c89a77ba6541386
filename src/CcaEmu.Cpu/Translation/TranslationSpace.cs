using System.Runtime.CompilerServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <summary>
/// What a PE knows and remembers of one set of <see cref="TranslationControls"/>: the controls decoded, a fast TLB for each privilege,
/// and the name that walk cache entries made under them go by.
/// </summary>
/// <remarks>
/// Different ASIDs, VMIDs, worlds and regimes are different spaces, so that switching between them forgets nothing. A space is used again
/// for other controls when it has not been needed for longest.
/// </remarks>
internal sealed class TranslationSpace : IDisposable
{
    /// <summary>Privileges a fast TLB is kept for: EL0, the level above it, and the same with PSTATE.PAN.</summary>
    public const int User = 0, Privileged = 1, PrivilegedPan = 2;

    private const int PermissionCodes = 16;

    private readonly Tlb?[] _tlbs = new Tlb?[3];
    private readonly AccessKind[] _permissions = new AccessKind[3 * PermissionCodes];
    private TranslationControls _controls;
    private EncryptionContexts _contexts;
    private uint _outputPas;

    /// <summary>What it was decoded from.</summary>
    public ref readonly TranslationControls Controls => ref _controls;

    /// <summary>With which MECIDs it reaches the Realm space.</summary>
    public ref readonly EncryptionContexts Contexts => ref _contexts;

    /// <summary>Tag of stage 1 walk cache entries; changes when those must not be used any more.</summary>
    public ulong Id { get; set; }

    /// <summary>When it was last chosen.</summary>
    public ulong LastUse { get; set; }

    /// <summary>Whether it holds anything.</summary>
    public bool InUse { get; private set; }

    public Regime Regime => _controls.Regime;

    /// <summary>ASID of the regime, by TCR_ELx.{A1,AS}; 0 in a regime without.</summary>
    public ushort Asid { get; private set; }

    /// <summary>Lower range of addresses, or the only one.</summary>
    public Stage1Range Lower { get; } = new();

    /// <summary>Upper range of addresses, where the regime has two.</summary>
    public Stage1Range Upper { get; } = new();

    public bool HasTwoRanges { get; private set; }

    /// <summary>Width of physical addresses, which limits the flat map of a stage 1 that is off.</summary>
    public byte PhysicalAddressBits { get; private set; }

    public bool Stage1Enabled { get; private set; }

    /// <summary>Stage 2, or null where it is off.</summary>
    public Stage2Geometry? Stage2 { get; private set; }

    /// <summary>Stage 2 for Non-secure IPAs of Secure state, or null where it is off or the state is another.</summary>
    public Stage2Geometry? NonSecureStage2 { get; private set; }

    /// <summary>HCR_EL2.DC: with stage 1 off, memory is Normal Write-Back.</summary>
    public bool DefaultCacheable { get; private set; }

    /// <summary>Whether instructions are never fetched from another address space than the state's own.</summary>
    public bool FetchesOwnPasOnly { get; private set; }

    /// <summary>The state's own address space.</summary>
    public Pas OwnPas { get; private set; }

    /// <summary>MECID of accesses by a stage 1 that is off; 0 outside Realm state.</summary>
    public ushort FlatMecid { get; private set; }

    /// <summary>MAIR_ELx.</summary>
    public ulong Mair => _controls.Mair;

    /// <summary>SCTLR_ELx.C: data may be cached; if not, Normal memory is Non-cacheable for data.</summary>
    public bool DataCacheEnabled => (_controls.Sctlr & SCTLR_ELx.C) != 0;

    /// <summary>What <see cref="PeState.AlignMask"/> holds in this space.</summary>
    public ulong AlignMask { get; private set; }

    /// <summary>log2 of the largest stage 1 leaf that a fast TLB entry was made from.</summary>
    public int LargestLeafBits { get; set; }

    /// <summary>The range an address is in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Stage1Range RangeOf(ulong va) => HasTwoRanges && (va >> 55 & 1) != 0 ? Upper : Lower;

    /// <summary>What stage 1 permits.</summary>
    /// <param name="privilege"><see cref="User"/>, <see cref="Privileged"/> or <see cref="PrivilegedPan"/>.</param>
    /// <param name="descriptor">The leaf: AP[2:1] in bits 7:6, UXN and PXN in bits 54:53.</param>
    /// <param name="hierarchy">Bits 63:59 of the table descriptors: NSTable, APTable[1:0], UXNTable, PXNTable.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AccessKind Permissions(int privilege, ulong descriptor, uint hierarchy)
    {
        uint code = ((uint)(descriptor >> 6) & 3) | ((uint)(descriptor >> 51) & 12);
        code |= ((hierarchy & 3) << 2) | (hierarchy >> 2 & 2);
        code &= ~(hierarchy >> 2 & 1);
        return _permissions[privilege * PermissionCodes + (int)code];
    }

    /// <summary>The address space of a stage 1 leaf.</summary>
    /// <param name="ns">Its NS bit.</param>
    /// <param name="nse">Its NSE bit.</param>
    /// <param name="nsTable">Whether a table on the way had NSTable set.</param>
    /// <remarks>J1.1 shared pseudocode AArch64.S1NextWalkStateLeaf.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Pas OutputPas(bool ns, bool nse, bool nsTable) => (Pas)(_outputPas >> ((ns ? 2 : 0) | (nse ? 4 : 0) | (nsTable ? 8 : 0)) & 3);

    /// <summary>The bit of a table descriptor's hierarchy that puts the next table into the Non-secure address space; 0 where none does.</summary>
    public uint NonSecureTables { get; private set; }

    /// <summary>Stage 2 for IPAs of a space, or null where it is off.</summary>
    /// <param name="ipaSpace">The state's own, or the Non-secure one in Secure state.</param>
    public Stage2Geometry? Stage2Of(Pas ipaSpace) => ipaSpace == OwnPas ? Stage2 : NonSecureStage2;

    /// <summary>The fast TLB of a privilege; made when it is first needed.</summary>
    public Tlb TlbOf(int privilege) => _tlbs[privilege] ??= new Tlb();

    /// <summary>The fast TLBs that exist.</summary>
    public ReadOnlySpan<Tlb?> Tlbs => _tlbs;

    /// <summary>Makes it a space for other controls.</summary>
    public void Decode(in TranslationControls controls, Stage2Geometry? stage2, Stage2Geometry? nonSecureStage2, PeFeatures features)
    {
        FlushTlbs();
        InUse = true;
        _controls = controls;
        Stage2 = stage2;
        NonSecureStage2 = nonSecureStage2;
        PhysicalAddressBits = (byte)features.PhysicalAddressSize;
        HasTwoRanges = controls.Regime is Regime.EL20 or Regime.EL10;
        OwnPas = Walker.PasOf(controls.State);
        _contexts = controls.Contexts;
        FlatMecid = _contexts.Flat;
        bool overruled = controls.Regime == Regime.EL10 && (controls.Hcr & (HCR_EL2.DC | HCR_EL2.TGE)) != 0;
        Stage1Enabled = (controls.Sctlr & SCTLR_ELx.M) != 0 && !overruled;
        DefaultCacheable = controls.Regime == Regime.EL10 && (controls.Hcr & HCR_EL2.DC) != 0;
        AlignMask = (controls.Sctlr & SCTLR_ELx.A) != 0 || !(Stage1Enabled || DefaultCacheable) ? ulong.MaxValue : 0;
        FetchesOwnPasOnly = controls.State switch
        {
            SecurityState.Root => true,
            SecurityState.Realm => controls.Regime != Regime.EL10,
            SecurityState.Secure => controls.Sif,
            _ => false,
        };
        NonSecureTables = controls.State == SecurityState.Secure ? Stage1Walker.NSTable : 0;
        _outputPas = 0;
        for (int code = 0; code < 8; code++)
            _outputPas |= (uint)OutputPasOf((code & 1) != 0, (code & 2) != 0, (code & 4) != 0) << (code * 2);
        Lower.Decode(controls, upper: false, features);
        if (HasTwoRanges)
            Upper.Decode(controls, upper: true, features);
        Asid = AsidOf(controls.Tcr, controls.Ttbr0, controls.Ttbr1, HasTwoRanges);
        DecodePermissions(features.Has(CcaEmu.Arm.A64.Feature.FEAT_PAN3) && (controls.Sctlr & SCTLR_ELx.EPAN) != 0);
    }

    /// <summary>The current ASID by the registers of a regime with two ranges.</summary>
    public static ushort AsidOf(ulong tcr, ulong ttbr0, ulong ttbr1, bool hasTwoRanges)
    {
        if (!hasTwoRanges)
            return 0;
        ulong asid = ((tcr & TCR_EL1.A1) != 0 ? ttbr1 : ttbr0) >> 48;
        return (ushort)((tcr & TCR_EL1.AS) != 0 ? asid : asid & 0xFF);
    }

    /// <summary>Empties the fast TLBs.</summary>
    public void FlushTlbs()
    {
        foreach (Tlb? tlb in _tlbs)
            tlb?.Flush();
        LargestLeafBits = 12;
    }

    /// <summary>Drops what the fast TLBs hold of a range of addresses, widened to the largest leaf they were filled from.</summary>
    /// <param name="va">First virtual address; bits 63:56 do not count.</param>
    /// <param name="bytes">Length.</param>
    public void DropFromTlbs(ulong va, ulong bytes)
    {
        ulong leaf = (1UL << LargestLeafBits) - 1;
        ulong first = va & ~leaf, last = (va + bytes - 1) | leaf;
        foreach (Tlb? tlb in _tlbs)
            tlb?.Drop(first, last);
    }

    /// <summary>Empties it and lets it go.</summary>
    public void Release()
    {
        FlushTlbs();
        InUse = false;
        Stage2 = NonSecureStage2 = null;
    }

    public void Dispose()
    {
        foreach (Tlb? tlb in _tlbs)
            tlb?.Dispose();
    }

    private Pas OutputPasOf(bool ns, bool nse, bool nsTable) => _controls.State switch
    {
        SecurityState.NonSecure => Pas.NonSecure,
        SecurityState.Realm => ns && Regime != Regime.EL10 ? Pas.NonSecure : Pas.Realm,
        SecurityState.Root => (Pas)((nse ? 2 : 0) | (ns ? 1 : 0)),
        _ => ns || nsTable ? Pas.NonSecure : Pas.Secure,
    };

    // J1.1 shared pseudocode AArch64.S1DirectBasePermissions, tabulated.
    private void DecodePermissions(bool epan)
    {
        bool wxn = (_controls.Sctlr & SCTLR_ELx.WXN) != 0;
        for (int code = 0; code < PermissionCodes; code++)
        {
            bool user = (code & 1) != 0, write = (code & 2) == 0, px = (code & 4) == 0, ux = (code & 8) == 0;
            if (!HasTwoRanges)
            {
                _permissions[PermissionCodes + code] = Kinds(true, write, ux && !(wxn && write));
                continue;
            }
            bool userWrites = user && write;
            bool pan = user || (epan && ux);
            bool fetch = px && !userWrites;
            _permissions[code] = Kinds(user, userWrites, ux && !(wxn && userWrites));
            _permissions[PermissionCodes + code] = Kinds(true, write, fetch && !(wxn && write));
            // PSTATE.PAN does not bear on fetches.
            _permissions[2 * PermissionCodes + code] = Kinds(!pan, write && !pan, fetch && !(wxn && write));
        }
    }

    private static AccessKind Kinds(bool read, bool write, bool execute) =>
        (read ? AccessKind.Read : 0) | (write ? AccessKind.Write : 0) | (execute ? AccessKind.Execute : 0);
}
