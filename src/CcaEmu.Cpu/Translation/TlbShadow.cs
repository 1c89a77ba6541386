using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <summary>Every translation that was used and that no TLBI has dropped since: what the largest TLB that the architecture allows would hold.</summary>
/// <remarks>
/// For finding missing TLB maintenance, not for speed: while a PE has a shadow, each access is translated afresh and compared. An entry
/// is a 4 KiB page at one privilege. It forgets the oldest of very many.
/// </remarks>
internal sealed class TlbShadow
{
    private const int MaxEntries = 1 << 18;

    private readonly Dictionary<Key, Entry> _entries = [];

    private readonly record struct Key(Regime Regime, SecurityState State, ushort Vmid, ushort Asid, int Privilege, ulong Page);

    private readonly record struct Entry(PhysicalAddress Page, ulong Ipa, AccessKind Allowed, byte Attributes, int LeafBits);

    /// <summary>Compares a fresh translation with what may be held, and holds it from now on.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="space">The space of the access.</param>
    /// <param name="privilege">Whose permissions applied.</param>
    /// <param name="va">Virtual address.</param>
    /// <param name="t">The translation; meaningless with a fault.</param>
    /// <param name="fault">The fault the access takes, or none.</param>
    /// <param name="stale">What a TLB could have answered instead.</param>
    /// <returns>Whether there is such an answer.</returns>
    public bool Check(
        ProcessingElement pe, TranslationSpace space, int privilege, ulong va, in Translation t, in FaultRecord fault, out StaleTranslation stale)
    {
        stale = default;
        if (fault.Kind is FaultKind.Alignment or FaultKind.ExternalAbort)
            return false;
        Key key = KeyOf(space, privilege, va);
        bool known = _entries.Remove(key, out Entry old);
        var fresh = new Entry(
            new PhysicalAddress(t.Pa.Value & ~0xFFFUL, t.Pa.Pas), t.Ipa & ~0xFFFUL, t.Allowed, t.Attributes, t.Stage1Bits);
        if (!fault.IsFault)
            Hold(key, fresh);
        bool same = !fault.IsFault && old.Page == fresh.Page && old.Allowed == fresh.Allowed && old.Attributes == fresh.Attributes;
        // What was refused before is refused again: no TLB holds more rights than it was given.
        bool refusedAlike = fault.Kind == FaultKind.Permission && Walker.Refused(old.Allowed, fault.Access) != AccessKind.None;
        if (known && refusedAlike)
            Hold(key, old);
        if (!known || same || refusedAlike)
            return false;
        stale = new StaleTranslation(
            va, pe.PC, pe.CurrentLevel, pe.SecurityState, old.Page, old.Allowed, fresh.Page, fresh.Allowed, fault, MissingOf(key, old, fresh, fault));
        return true;
    }

    /// <summary>Drops what a TLBI names.</summary>
    public void Invalidate(in TlbInvalidation what)
    {
        foreach ((Key key, Entry entry) in _entries)
        {
            if (key.Regime != what.Regime || key.State != what.State
                || (what.Vmid is { } vmid && vmid != key.Vmid) || (what.Asid is { } asid && asid != key.Asid))
                continue;
            ulong leaf = (1UL << entry.LeafBits) - 1;
            ulong first = what.Address & ~leaf, page = key.Page << 8 >> 8;
            if (!what.ByAddress || (page >= first && page <= ((what.Address + what.Bytes - 1) | leaf)))
                _entries.Remove(key);
        }
    }

    /// <summary>Drops what a TLBI of granule protection information names.</summary>
    public void InvalidatePhysical(ulong address, ulong sizeBytes)
    {
        foreach ((Key key, Entry entry) in _entries)
        {
            if (entry.Page.Value + 0xFFF >= address && entry.Page.Value - address < sizeBytes)
                _entries.Remove(key);
        }
    }

    private static Key KeyOf(TranslationSpace space, int privilege, ulong va) => new(
        space.Regime, space.Controls.State, space.Stage2?.Vmid ?? 0, space.Asid, privilege, va & ~0xFFFUL);

    private void Hold(in Key key, in Entry entry)
    {
        if (_entries.Count >= MaxEntries)
            _entries.Clear();
        _entries[key] = entry;
    }

    private static string MissingOf(in Key key, in Entry old, in Entry fresh, in FaultRecord fault)
    {
        ulong page = key.Page >> 12 & 0xFFF_FFFF_FFFF;
        if (fault.Kind == FaultKind.GranuleProtection)
            return $"TLBI RPALOS or RPAOS of PA 0x{fault.Pa.Value & ~0xFFFUL:x}, or TLBI PAALL";
        if (key.Regime != Regime.EL10)
            return key.Regime == Regime.EL3 ? $"TLBI VAE3 of VA 0x{page << 12:x}" : $"TLBI VAE2 of VA 0x{page << 12:x}";
        bool secondStage = fault.IsFault ? fault.Stage == 2 : old.Ipa == fresh.Ipa && old.Page != fresh.Page;
        return secondStage
            ? $"TLBI IPAS2E1 of IPA 0x{old.Ipa:x}, VMID {key.Vmid}, and then TLBI VMALLE1"
            : $"TLBI VAE1 of VA 0x{page << 12:x}, ASID {key.Asid}, VMID {key.Vmid}";
    }
}
