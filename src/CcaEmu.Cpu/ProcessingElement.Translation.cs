using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu.Instructions;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

public sealed unsafe partial class ProcessingElement
{
    private readonly Tlb?[] _tlbs = new Tlb?[TranslationRegime.Slots];
    private Stage2Geometry _stage2Geometry = new(0, 0);

    /// <summary>Translates an address the way an access of the current level would be, for reports and for managed layers.</summary>
    /// <param name="va">Virtual address.</param>
    /// <param name="access">What is wanted; <see cref="AccessKind.None"/> checks no permission.</param>
    /// <param name="pa">Physical address and space.</param>
    /// <param name="fault">The fault where there is one; the final granule protection check is part of it.</param>
    /// <returns>Whether the access would reach <paramref name="pa"/>.</returns>
    public bool Translate(VirtualAddress va, AccessKind access, out PhysicalAddress pa, out FaultRecord fault)
    {
        bool ok = TryTranslate(va.Value, access, _level, aligned: true, out Translation t, out fault);
        pa = t.Pa;
        if (!ok || Physical.Admits(pa))
            return ok;
        return FailProtection(pa, ref fault);
    }

    /// <summary>Drops cached translations of one regime, in one security state: the TLBI forms that cover all of it.</summary>
    /// <param name="level">EL3, EL2, or EL1 for the EL1&amp;0 regime with all its VMIDs and ASIDs.</param>
    /// <param name="state">Security state below EL3; ignored for EL3.</param>
    public void InvalidateTlb(ExceptionLevel level, SecurityState state)
    {
        _tlbs[TranslationRegime.SlotOf(level, state)]?.Flush();
        if (level == ExceptionLevel.EL1)
            _tlbs[TranslationRegime.SlotOf(ExceptionLevel.EL0, state)]?.Flush();
    }

    /// <summary>TLBI PAALL on this PE: drops every cached granule protection check and every translation that holds one.</summary>
    public void InvalidateGranuleProtection()
    {
        Physical.Invalidate();
        FlushAllTlbs();
    }

    /// <summary>TLBI RPA* on this PE, for a range of physical addresses.</summary>
    /// <param name="address">First physical byte address.</param>
    /// <param name="sizeBytes">Length in bytes.</param>
    public void InvalidateGranuleProtection(ulong address, ulong sizeBytes)
    {
        Physical.Invalidate(address, sizeBytes);
        FlushAllTlbs();
    }

    void ICodeObserver.OnCodeMarked(ulong page)
    {
        foreach (Tlb? tlb in _tlbs)
            tlb?.ForgetWrites();
    }

    bool ICodeObserver.HasDecoded(ulong address, ulong sizeBytes) =>
        HasDecoded(address & ~0xFFFUL, address & 0xFFF, sizeBytes) || HasDecoded(address & ~0xFFFUL | GuardedCode, address & 0xFFF, sizeBytes);

    void ICodeObserver.OnCodeWritten(ulong page) => ForgetCode(page);

    /// <summary>Drops every cached translation of every regime.</summary>
    internal void FlushAllTlbs()
    {
        foreach (Tlb? tlb in _tlbs)
            tlb?.Flush();
        EnterRegime();
    }

    /// <summary>Stage 1, alignment by memory type, stage 1 permission, stage 2 with the same two, in the order of AArch64.TranslateAddress.</summary>
    internal bool TryTranslate(ulong va, AccessKind access, ExceptionLevel level, bool aligned, out Translation t, out FaultRecord fault)
    {
        t = default;
        fault = new FaultRecord { Va = va, Access = access };
        t.BlockBits = PeFeatures.PhysicalAddressBits;
        if (!Stage1Walker.TryTranslate(this, va, level, ref t, ref fault))
            return false;
        bool data = (access & AccessKind.Execute) == 0;
        if (data && !aligned && (t.Stage1Device || (access & AccessKind.Aligned) != 0))
            return Walker.Fail(ref fault, FaultKind.Alignment, 1, 0);
        if (!Walker.Permits(t.Allowed, access, ref fault, 1, t.Stage1Level))
            return false;
        if (!TranslationRegime.Stage2Enabled(this, level))
            return true;
        return Stage2Walker.TryTranslate(this, t.Ipa, access, level == ExceptionLevel.EL1, aligned, ref t, ref fault);
    }

    /// <summary>VTCR_EL2 and VTTBR_EL2 as they are now, decoded.</summary>
    internal ref readonly Stage2Geometry Stage2Geometry
    {
        get
        {
            ulong vtcr = Raw(SystemRegister.VTCR_EL2), vttbr = Raw(SystemRegister.VTTBR_EL2);
            if (!_stage2Geometry.IsOf(vtcr, vttbr))
                _stage2Geometry = new Stage2Geometry(vtcr, vttbr);
            return ref _stage2Geometry;
        }
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

    /// <summary>Chooses the fast TLB of the current level and empties it where the registers it was filled under have changed.</summary>
    private void EnterRegime()
    {
        Tlb tlb = TlbOf(_level);
        _s->Tlb = tlb.Table;
        bool alignmentChecked = (Raw(TranslationRegime.SctlrOf(_level)) & SCTLR_ELx.A) != 0;
        bool flatDevice = !TranslationRegime.Stage1Enabled(this, _level)
            && !(_level < ExceptionLevel.EL2 && El2Enabled && (Raw(SystemRegister.HCR_EL2) & HCR_EL2.DC) != 0);
        _s->AlignMask = alignmentChecked || flatDevice ? ulong.MaxValue : 0;
        _s->FpTrapped = FpAccess.TrapTarget(this) is null ? (byte)0 : (byte)1;
    }

    private Tlb TlbOf(ExceptionLevel level)
    {
        ref Tlb? slot = ref _tlbs[TranslationRegime.SlotOf(level, level == ExceptionLevel.EL3 ? SecurityState.Root : LowerSecurityState)];
        slot ??= new Tlb();
        ulong signature = TranslationRegime.SignatureOf(this, level);
        if (slot.Signature != signature)
        {
            slot.Flush();
            slot.Signature = signature;
        }
        return slot;
    }

    private void DisposeTranslation()
    {
        foreach (Tlb? tlb in _tlbs)
            tlb?.Dispose();
        DisposeCode();
    }
}
