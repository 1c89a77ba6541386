using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu.Instructions;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

public sealed unsafe partial class ProcessingElement
{
    private const ulong Stage2Hcr = HCR_EL2.VM | HCR_EL2.DC | HCR_EL2.PTW | HCR_EL2.FWB | HCR_EL2.TGE;
    private const ulong Stage1Sctlr =
        SCTLR_ELx.M | SCTLR_ELx.A | SCTLR_ELx.C | SCTLR_ELx.I | SCTLR_ELx.WXN | SCTLR_ELx.EPAN;

    // For each regime in each security state, the space that was chosen last, and the epoch that holds for.
    private readonly (TranslationSpace? Space, ulong Epoch)[] _current = new (TranslationSpace?, ulong)[16];
    private readonly EnteredRegime[] _entered = new EnteredRegime[8];

    // Of a managed layer: an instruction that comes to its level finds nothing in it.
    private readonly Tlb _emptyTlb = new();
    private TranslationSpaces? _spaces;
    private ulong _epoch = 1, _generation;
    private bool _regimeStale;
    private TlbShadow? _shadow;
    private ITlbObserver? _tlbObserver;

    /// <summary>Whether walks start from cached tables and checks from cached GPIs; on unless something is to be measured without.</summary>
    public bool CachesWalks
    {
        get => Walks.Enabled;
        set
        {
            Walks.Enabled = value;
            Physical.CachesChecks = value;
            FlushAllTlbs();
        }
    }

    /// <summary>
    /// Who hears of accesses that a real TLB could have answered differently; null costs nothing. With an observer, every access is
    /// translated afresh and compared with what no TLBI has dropped: much slower.
    /// </summary>
    public ITlbObserver? TlbObserver
    {
        get => _tlbObserver;
        set
        {
            _tlbObserver = value;
            _shadow = value is null ? null : new TlbShadow();
            CachesWalks = value is null;
        }
    }

    /// <summary>The descriptor fetches that led to the last memory fault this PE reported.</summary>
    public WalkHistory LastWalk { get; } = new();

    /// <summary>The last memory fault this PE reported: what <see cref="LastWalk"/> led to.</summary>
    public FaultRecord LastFault { get; private set; }

    internal WalkCaches Walks { get; } = new();

    /// <summary>Whether descriptor fetches are written down in <see cref="LastWalk"/>.</summary>
    internal bool RecordsWalk { get; private set; }

    private TranslationSpaces Spaces => _spaces ??= new TranslationSpaces(Features) { IdsExhausted = Walks.Clear };

    /// <summary>Translates an address the way an access of the current level would be, for reports and for managed layers.</summary>
    /// <param name="va">Virtual address.</param>
    /// <param name="access">What is wanted; <see cref="AccessKind.None"/> checks no permission. Descriptors are not updated.</param>
    /// <param name="pa">Physical address and space.</param>
    /// <param name="fault">The fault where there is one; the final granule protection check is part of it.</param>
    /// <returns>Whether the access would reach <paramref name="pa"/>.</returns>
    public bool Translate(VirtualAddress va, AccessKind access, out PhysicalAddress pa, out FaultRecord fault)
    {
        bool ok = TryTranslate(va.Value, access | AccessKind.NoUpdate, _level, aligned: true, out Translation t, out fault);
        pa = t.Pa;
        if (!ok || Physical.Admits(pa))
            return ok;
        return FailProtection(pa, ref fault);
    }

    /// <summary>Drops cached translations of one regime, in one security state: the TLBI forms that cover all of it.</summary>
    /// <param name="level">EL3, EL2 (with or without EL0 below it), or EL1 for the EL1&amp;0 regime with all its VMIDs and ASIDs.</param>
    /// <param name="state">Security state below EL3; ignored for EL3.</param>
    public void InvalidateTlb(ExceptionLevel level, SecurityState state)
    {
        switch (level)
        {
            case ExceptionLevel.EL3:
                InvalidateTlb(new TlbInvalidation { Regime = Regime.EL3, State = SecurityState.Root });
                break;
            case ExceptionLevel.EL2:
                InvalidateTlb(new TlbInvalidation { Regime = Regime.EL2, State = state });
                InvalidateTlb(new TlbInvalidation { Regime = Regime.EL20, State = state });
                break;
            default:
                InvalidateTlb(new TlbInvalidation { Regime = Regime.EL10, State = state, ReachesStage2 = true });
                break;
        }
    }

    /// <summary>Does what a TLBI instruction demands of this PE.</summary>
    internal void InvalidateTlb(in TlbInvalidation what)
    {
        _shadow?.Invalidate(what);
        Spaces.Invalidate(what);
    }

    /// <summary>TLBI PAALL on this PE: drops every cached granule protection check and every translation that holds one.</summary>
    public void InvalidateGranuleProtection()
    {
        Physical.Invalidate();
        _shadow?.InvalidatePhysical(0, ulong.MaxValue);
        FlushAllTlbs();
    }

    /// <summary>TLBI RPA* on this PE, for a range of physical addresses.</summary>
    /// <param name="address">First physical byte address.</param>
    /// <param name="sizeBytes">Length in bytes.</param>
    public void InvalidateGranuleProtection(ulong address, ulong sizeBytes)
    {
        Physical.Invalidate(address, sizeBytes);
        _shadow?.InvalidatePhysical(address, sizeBytes);
        FlushAllTlbs();
    }

    void ICodeObserver.OnCodeMarked(ulong page) => ForgetWritesInTlbs();

    private void ForgetWritesInTlbs()
    {
        foreach (TranslationSpace space in Spaces.All)
        {
            foreach (Tlb? tlb in space.Tlbs)
                tlb?.ForgetWrites();
        }
    }

    bool ICodeObserver.HasDecoded(ulong address, ulong sizeBytes) =>
        HasDecoded(address & ~0xFFFUL, address & 0xFFF, sizeBytes) || HasDecoded(address & ~0xFFFUL | GuardedCode, address & 0xFFF, sizeBytes);

    void ICodeObserver.OnCodeWritten(ulong page) => ForgetCode(page);

    // Pointers into memory are good for the context a page was laid out for.
    void IEncryptionObserver.OnContextChanged() => FlushAllTlbs();

    /// <summary>Drops every cached translation of every regime.</summary>
    internal void FlushAllTlbs()
    {
        Spaces.DropAll();
        _generation = Physical.Generation;
        EnterRegime();
    }

    /// <summary>Stage 1 and stage 2 in the order of AArch64.FullTranslate, each with alignment by memory type, permissions and updates.</summary>
    /// <param name="va">Virtual address.</param>
    /// <param name="access">What is wanted.</param>
    /// <param name="level">EL0 for the permissions of EL0, else the current level.</param>
    /// <param name="aligned">Whether a data access is aligned.</param>
    /// <param name="t">Takes the translation.</param>
    /// <param name="fault">Takes the fault.</param>
    internal bool TryTranslate(ulong va, AccessKind access, ExceptionLevel level, bool aligned, out Translation t, out FaultRecord fault)
    {
        // LDTR at EL2 is by the regime of EL2, whose EL0 it stands for.
        TranslationSpace space = CurrentSpace;
        bool maintenance = (access & AccessKind.Maintenance) != 0;
        int privilege = level == ExceptionLevel.EL0 ? TranslationSpace.User : maintenance ? TranslationSpace.Privileged : PrivilegeOf(space);
        return TryTranslate(space, privilege, va, access, aligned, bothStages: true, out t, out fault);
    }

    internal bool TryTranslate(
        TranslationSpace space, int privilege, ulong va, AccessKind access, bool aligned, bool bothStages, out Translation t,
        out FaultRecord fault)
    {
        t = default;
        fault = new FaultRecord { Va = va, Access = access };
        Stage2Geometry? next = bothStages ? space.Stage2 : null;
        if (Walks.Enabled
            ? QuickWalk<IWalkCaching.On>.TryTranslate(this, space, privilege, va, access, aligned, next, ref t)
            : !RecordsWalk && QuickWalk<IWalkCaching.Off>.TryTranslate(this, space, privilege, va, access, aligned, next, ref t))
        {
            fault.Ipa = next is null ? 0 : t.Ipa;
            return true;
        }
        t = default;
        return Stage1Walker.TryTranslate(this, space, privilege, va, access, aligned, ref t, ref fault)
            && (!bothStages || space.Stage2Of(t.Pa.Pas) is not { } stage2
                || Stage2Walker.TryTranslate(this, stage2, t.Pa, access, privilege != TranslationSpace.User, aligned, ref t, ref fault));
    }

    /// <summary>Walks once more for an access that faulted, and writes the fetches down in <see cref="LastWalk"/>.</summary>
    internal void RecordWalk(in FaultRecord fault)
    {
        LastWalk.Clear();
        LastFault = fault;
        if (fault.Kind == FaultKind.Alignment && !fault.OnWalk && !CurrentSpace.Stage1Enabled)
            return;
        bool cached = Walks.Enabled;
        Walks.Enabled = false;
        RecordsWalk = true;
        bool unprivileged = (fault.Access & AccessKind.Unprivileged) != 0;
        TryTranslate(fault.Va, fault.Access | AccessKind.NoUpdate, unprivileged ? ExceptionLevel.EL0 : _level, true, out _, out _);
        RecordsWalk = false;
        Walks.Enabled = cached;
    }

    // With a shadow, compares a fresh translation with what a TLB may hold.
    private void Observe(ulong va, ExceptionLevel level, in Translation t, in FaultRecord fault)
    {
        if (_shadow is null)
            return;
        TranslationSpace space = SpaceOf(_level);
        int privilege = level == ExceptionLevel.EL0 ? TranslationSpace.User : PrivilegeOf(space);
        if (_shadow.Check(this, space, privilege, va, t, fault, out StaleTranslation stale))
            _tlbObserver!.OnStaleTranslation(this, stale);
    }

    internal bool FailProtection(PhysicalAddress pa, ref FaultRecord fault)
    {
        fault.Kind = FaultKind.GranuleProtection;
        fault.Stage = 1;
        fault.OnWalk = false;
        fault.Pa = pa;
        fault.Gpc = Physical.Check(pa);
        return false;
    }

    /// <summary>The regime that a level translates by.</summary>
    /// <remarks>J1.3 shared pseudocode TranslationRegime; J1.3 ELIsInHost.</remarks>
    internal Regime RegimeOf(ExceptionLevel level) => level switch
    {
        ExceptionLevel.EL3 => Regime.EL3,
        ExceptionLevel.EL2 => IsHost(HCR_EL2.E2H) ? Regime.EL20 : Regime.EL2,
        ExceptionLevel.EL1 => Regime.EL10,
        _ => El2Enabled && IsHost(HCR_EL2.E2H | HCR_EL2.TGE) ? Regime.EL20 : Regime.EL10,
    };

    /// <summary>The space of the regime of a level, by the registers as they are now.</summary>
    internal TranslationSpace SpaceOf(ExceptionLevel level) => SpaceOf(RegimeOf(level));

    internal TranslationSpace SpaceOf(Regime regime)
    {
        if (_generation != Physical.Generation)
        {
            Spaces.DropAll();
            _generation = Physical.Generation;
        }
        SecurityState state = regime == Regime.EL3 ? SecurityState.Root : LowerSecurityState;
        ref (TranslationSpace? Space, ulong Epoch) current = ref _current[(int)regime * 4 + (int)Walker.PasOf(state)];
        if (current.Epoch == _epoch && current.Space is { } known)
            return known;
        int before = Spaces.Changes;
        TranslationSpace space = Spaces.Find(ControlsOf(regime, state), current.Space);
        // A space that was taken for other controls may be remembered under another index.
        if (Spaces.Changes != before)
            _epoch++;
        current = (space, _epoch);
        return space;
    }

    /// <summary>Whose permissions apply above EL0: PSTATE.PAN counts in regimes that have an EL0.</summary>
    internal int PrivilegeOf(TranslationSpace space) =>
        space.HasTwoRanges && Pan ? TranslationSpace.PrivilegedPan : TranslationSpace.Privileged;

    private bool IsHost(ulong bits) => Features.Has(Feature.FEAT_VHE) && (Raw(SystemRegister.HCR_EL2) & bits) == bits;

    private TranslationControls ControlsOf(Regime regime, SecurityState state)
    {
        bool sif = state == SecurityState.Secure && Features.Has(Feature.FEAT_SEL2) && (Raw(SystemRegister.SCR_EL3) & SCR_EL3.SIF) != 0;
        var contexts = EncryptionContexts.OfStage1(this, regime, state);
        switch (regime)
        {
            case Regime.EL3:
                return new(regime, state, Raw(SystemRegister.SCTLR_EL3) & Stage1Sctlr, Raw(SystemRegister.TCR_EL3), Raw(SystemRegister.TTBR0_EL3),
                    0, Raw(SystemRegister.MAIR_EL3), 0, default, default, false, contexts);
            case Regime.EL2 or Regime.EL20:
                ulong upper = regime == Regime.EL20 ? Raw(SystemRegister.TTBR1_EL2) : 0;
                return new(regime, state, Raw(SystemRegister.SCTLR_EL2) & Stage1Sctlr, Raw(SystemRegister.TCR_EL2), Raw(SystemRegister.TTBR0_EL2),
                    upper, Raw(SystemRegister.MAIR_EL2), 0, default, default, sif, contexts);
        }
        ulong hcr = El2Enabled ? Raw(SystemRegister.HCR_EL2) & Stage2Hcr : 0;
        bool secondStage = (hcr & (HCR_EL2.VM | HCR_EL2.DC)) != 0;
        Stage2Controls stage2 = default, nonSecure = default;
        if (secondStage)
        {
            stage2 = Stage2Controls.Of(this, state, hcr, Walker.PasOf(state));
            nonSecure = state == SecurityState.Secure ? Stage2Controls.Of(this, state, hcr, Pas.NonSecure) : default;
        }
        return new(regime, state, Raw(SystemRegister.SCTLR_EL1) & Stage1Sctlr, Raw(SystemRegister.TCR_EL1), Raw(SystemRegister.TTBR0_EL1),
            Raw(SystemRegister.TTBR1_EL1), Raw(SystemRegister.MAIR_EL1), hcr, stage2, nonSecure, sif, contexts);
    }

    // A register that translation depends on was written: what is known of the current regime is looked at before the next instruction.
    private void InvalidateRegime()
    {
        _epoch++;
        _regimeStale = true;
    }

    /// <summary>Chooses the fast TLB of the current level and privilege.</summary>
    private void EnterRegime()
    {
        _regimeStale = false;
        RenewAccessKey();
        if (AtManagedLayer)
        {
            // No instruction executes here. Which space it is, is asked when the layer translates an address.
            Physical.State = SecurityState;
            _s->Tlb = _emptyTlb.Table;
            _s->AlignMask = 0;
            _s->FpTrapped = 0;
            return;
        }
        ref EnteredRegime entered = ref _entered[(int)_level * 2 + (Pan ? 1 : 0)];
        var key = new EnteredRegime.Key(_s->AccessKey, _epoch, Physical.Generation);
        if (entered.For != key)
            Prepare(ref entered);
        Physical.State = entered.State;
        _s->Tlb = entered.Tlb;
        _s->AlignMask = entered.AlignMask;
        _s->FpTrapped = entered.FpTrapped;
    }

    // At the level where the PE was, with the same PSTATE.PAN, it is in the regime already.
    private void EnterRegimeIfOther(ExceptionLevel before, bool panBefore)
    {
        if (_level != before || Pan != panBefore || _regimeStale)
            EnterRegime();
    }

    // Choosing a space may itself begin another epoch.
    private void Prepare(ref EnteredRegime entered)
    {
        TranslationSpace space = SpaceOf(_level);
        entered = new EnteredRegime
        {
            For = new EnteredRegime.Key(_s->AccessKey, _epoch, Physical.Generation),
            Space = space,
            State = SecurityState,
            Tlb = space.TlbOf(_level == ExceptionLevel.EL0 ? TranslationSpace.User : PrivilegeOf(space)).Table,
            AlignMask = space.AlignMask,
            FpTrapped = FpAccess.TrapTarget(this) is null ? (byte)0 : (byte)1,
        };
    }

    // The space of the current level.
    private TranslationSpace CurrentSpace
    {
        get
        {
            ref readonly EnteredRegime entered = ref _entered[(int)_level * 2 + (Pan ? 1 : 0)];
            bool holds = entered.For == new EnteredRegime.Key(_s->AccessKey, _epoch, Physical.Generation);
            return holds && entered.Space is { } space ? space : SpaceOf(_level);
        }
    }

    private Tlb CurrentTlb()
    {
        TranslationSpace space = CurrentSpace;
        return space.TlbOf(_level == ExceptionLevel.EL0 ? TranslationSpace.User : PrivilegeOf(space));
    }

    private void DisposeTranslation()
    {
        _spaces?.Dispose();
        _emptyTlb.Dispose();
        Walks.Dispose();
        DisposeCode();
    }
}
