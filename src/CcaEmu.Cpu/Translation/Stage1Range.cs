using System.Runtime.CompilerServices;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <summary>One range of virtual addresses of a regime (the lower or the upper one): shape of its tables, decoded from TCR_ELx and TTBRn_ELx.</summary>
/// <remarks>Arm ARM, D8.2 "Translation process"; J1.1 shared pseudocode AArch64.GetS1TTWParams and the functions that read its result.</remarks>
internal sealed class Stage1Range
{
    private QuickShape _shape;
    private ulong _extension, _aboveData, _aboveFetch;
    private bool _ignoreTopOfFetch, _ignoreTopOfData;

    /// <summary>Every translation ends in a translation fault at level 0: TCR_ELx.EPDn, or a TnSZ that faults.</summary>
    public bool Unusable { get; private set; }

    /// <summary>TCR_ELx.E0PDn: EL0 gets a translation fault at level 0.</summary>
    public bool RefusesEl0 { get; private set; }

    /// <summary>Which of bits 63:59 of table descriptors count: with TCR_ELx.HPDn, NSTable alone.</summary>
    public uint HierarchyMask { get; private set; }

    /// <summary>TCR_ELx.HA: hardware sets the Access flag.</summary>
    public bool HA { get; private set; }

    /// <summary>TCR_ELx.HD with HA: hardware manages dirty state.</summary>
    public bool HD { get; private set; }

    /// <summary>Shape of a descriptor's address field and levels.</summary>
    public TableFormat Format { get; private set; }

    /// <summary>TCR_ELx.SHn, which counts for leaves too where descriptors have no SH field (DS).</summary>
    public Shareability WalkShareability { get; private set; }

    /// <summary>Width of an input address in bits.</summary>
    public int InputBits { get; private set; }

    /// <summary>Width of an output address in bits.</summary>
    public int OutputBits { get; private set; }

    /// <summary>Level of the first lookup.</summary>
    public int StartLevel { get; private set; }

    /// <summary>Index bits of the first lookup, as a mask.</summary>
    public ulong RootMask { get; private set; }

    /// <summary>Address of the first table.</summary>
    public ulong Table { get; private set; }

    /// <summary>Whether tables and addresses are of a form that <see cref="QuickWalk{TCaching}"/> knows.</summary>
    public bool WalksQuickly { get; private set; }

    /// <summary>The tables as quick walks see them.</summary>
    public ref readonly QuickShape Shape => ref _shape;

    /// <summary>
    /// Whether an address is in the range. Bit 55 selects the upper one; all above the input size must be equal to it (to 0 where there is
    /// but one range), save what top-byte-ignore leaves out.
    /// </summary>
    /// <param name="va">The address.</param>
    /// <param name="fetch">Whether an instruction is fetched: TCR_ELx.TBIDn.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(ulong va, bool fetch) => ((va ^ _extension) & (fetch ? _aboveFetch : _aboveData)) == 0;

    /// <summary>Whether bits 63:56 of an address are not part of it: TCR_ELx.TBIn, for fetches unless TBIDn.</summary>
    public bool IgnoresTop(bool fetch) => fetch ? _ignoreTopOfFetch : _ignoreTopOfData;

    /// <summary>Decodes the registers for one range.</summary>
    public void Decode(in TranslationControls controls, bool upper, PeFeatures features)
    {
        ulong tcr = controls.Tcr;
        bool two = controls.Regime is Regime.EL20 or Regime.EL10;
        bool Bit(ulong one, ulong lower, ulong higher) => (tcr & (!two ? one : upper ? higher : lower)) != 0;
        TranslationGranule granule = upper ? TranslationGranules.FromTg1(tcr >> 30 & 3) : TranslationGranules.FromTg0(tcr >> 14 & 3);
        bool ds = granule != TranslationGranule.Size64K && features.Has(Feature.FEAT_LPA2) && (tcr & (two ? TCR_EL1.DS : TCR_ELx.DS)) != 0;
        int ps = (int)(tcr >> (two ? 32 : 16)) & 7;
        Format = TableFormat.Of(granule, ds, features);
        _ignoreTopOfData = Bit(TCR_ELx.TBI, TCR_EL1.TBI0, TCR_EL1.TBI1);
        _ignoreTopOfFetch = _ignoreTopOfData && !(features.Has(Feature.FEAT_PAuth) && Bit(TCR_ELx.TBID, TCR_EL1.TBID0, TCR_EL1.TBID1));
        bool hierarchyDisabled = features.Has(Feature.FEAT_HPDS) && Bit(TCR_ELx.HPD, TCR_EL1.HPD0, TCR_EL1.HPD1);
        HierarchyMask = hierarchyDisabled ? Stage1Walker.NSTable : 31;
        RefusesEl0 = two && features.Has(Feature.FEAT_E0PD) && Bit(0, TCR_EL1.E0PD0, TCR_EL1.E0PD1);
        HA = features.Has(Feature.FEAT_HAFDBS) && Bit(TCR_ELx.HA, TCR_EL1.HA, TCR_EL1.HA);
        HD = HA && Bit(TCR_ELx.HD, TCR_EL1.HD, TCR_EL1.HD);
        WalkShareability = (Shareability)(tcr >> (upper ? 28 : 12) & 3);
        OutputBits = Format.OutputBits(ps, features);
        DecodeSize((int)(tcr >> (upper ? 16 : 0)) & 63, granule, ds, features);
        _extension = upper ? ulong.MaxValue : 0;
        _aboveData = ulong.MaxValue << InputBits & (_ignoreTopOfData ? ulong.MaxValue >> 8 : ulong.MaxValue);
        _aboveFetch = ulong.MaxValue << InputBits & (_ignoreTopOfFetch ? ulong.MaxValue >> 8 : ulong.MaxValue);
        Unusable |= two && Bit(0, TCR_EL1.EPD0, TCR_EL1.EPD1);
        Table = Format.RootTable(upper ? controls.Ttbr1 : controls.Ttbr0, RootMask, ps, ds);
        _shape = new QuickShape(Format, StartLevel, OutputBits);
        WalksQuickly = !controls.Contexts.Enabled && !Unusable && Format.HighBits == TableFormat.High.None && Table >> OutputBits == 0;
    }

    // J1.1 shared pseudocode AArch64.S1TxSZFaults, AArch64.S1MinTxSZ, AArch64.MaxTxSZ: past the largest value it counts as that; below
    // the smallest too, unless FEAT_LVA makes it fault.
    private void DecodeSize(int txsz, TranslationGranule granule, bool ds, PeFeatures features)
    {
        bool large = features.Has(Feature.FEAT_LVA);
        int minimum = large && (ds || granule == TranslationGranule.Size64K) ? 12 : 16;
        Unusable = large && txsz < minimum;
        InputBits = 64 - Math.Clamp(txsz, minimum, TableFormat.LargestTxSZ(granule, features));
        StartLevel = Walker.StartLevel(InputBits, granule);
        RootMask = (1UL << (InputBits - granule.EntryShift(StartLevel))) - 1;
    }
}
