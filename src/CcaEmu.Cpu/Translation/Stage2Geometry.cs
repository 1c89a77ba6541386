using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers.Fields;
using F = CcaEmu.Arm.Formats.Stage2DescriptorFields;

namespace CcaEmu.Cpu;

/// <summary>Shape of the stage 2 tables, decoded from VTCR_EL2, VTTBR_EL2 and HCR_EL2 (in Secure state VSTCR_EL2 and VSTTBR_EL2 too), and the name their walk cache entries go by.</summary>
/// <remarks>Arm ARM, J1.1 shared pseudocode AArch64.NSS2TTWParams, AArch64.SS2TTWParams, AArch64.S2InvalidSL, AArch64.S2InconsistentSL; D8.2 for concatenated tables.</remarks>
internal sealed class Stage2Geometry
{
    // Which values of MemAttr make Device memory of Normal memory, and of Device memory.
    private ushort _device, _deviceBehindDevice;
    private QuickShape _shape;

    /// <summary>What it was decoded from.</summary>
    public Stage2Controls Controls { get; private set; }

    /// <summary>Tag of walk cache entries; changes when those must not be used any more.</summary>
    public ulong Id { get; set; }

    /// <summary>When it was last chosen.</summary>
    public ulong LastUse { get; set; }

    /// <summary>Whether it holds anything.</summary>
    public bool InUse { get; set; }

    /// <summary>VTTBR_EL2.VMID; its upper byte counts where VTCR_EL2.VS says so.</summary>
    public ushort Vmid { get; private set; }

    /// <summary>Whether SL0 names a level, and one that fits T0SZ; if not, every translation faults.</summary>
    public bool Valid { get; private set; }

    /// <summary>Address of the first table, or of the first of several concatenated ones.</summary>
    public ulong Table { get; private set; }

    /// <summary>Shape of a descriptor's address field and levels.</summary>
    public TableFormat Format { get; private set; }

    public int InputBits { get; private set; }

    public int OutputBits { get; private set; }

    public int StartLevel { get; private set; }

    /// <summary>Index bits of the first lookup, as a mask; they span concatenated tables.</summary>
    public ulong RootMask { get; private set; }

    /// <summary>VTCR_EL2.HA: hardware sets the Access flag.</summary>
    public bool HA { get; private set; }

    /// <summary>VTCR_EL2.HD with HA: hardware manages dirty state.</summary>
    public bool HD { get; private set; }

    /// <summary>HCR_EL2.FWB.</summary>
    public bool FWB { get; private set; }

    /// <summary>HCR_EL2.PTW, in effect: stage 1 walks of Device memory fault.</summary>
    public bool PTW { get; private set; }

    /// <summary>VTCR_EL2.SH0, which counts for leaves too where descriptors have no SH field (DS).</summary>
    public Shareability WalkShareability { get; private set; }

    /// <summary>The address space of the tables.</summary>
    public Pas TablePas { get; private set; }

    /// <summary>The address space of outputs; in Realm state that of leaves without NS.</summary>
    public Pas OutputPas { get; private set; }

    /// <summary>IPAs below it may be walked by <see cref="QuickStage2{TCaching}"/>; 0 where these tables are not of a form it knows.</summary>
    public ulong QuickLimit { get; private set; }

    /// <summary>The tables as quick walks see them.</summary>
    public ref readonly QuickShape Shape => ref _shape;

    /// <summary>Of a leaf that maps a stage 1 table: what must be <see cref="F.AF"/> and <see cref="F.S2APRead"/> alone.</summary>
    public ulong EntryMask { get; private set; }

    /// <summary>Whether a leaf's memory is of a Device type, or stays so where stage 1 made it that.</summary>
    /// <remarks>Arm ARM, D8.6 "Stage 2 memory type and Cacheability attributes".</remarks>
    public bool IsDevice(ulong descriptor, bool stage1Device) =>
        ((stage1Device ? _deviceBehindDevice : _device) >> ((int)(descriptor >> 2) & 15) & 1) != 0;

    public void Decode(in Stage2Controls controls, PeFeatures features)
    {
        Controls = controls;
        ulong vtcr = controls.Vtcr;
        Vmid = VmidOf(vtcr, controls.Vttbr);
        TranslationGranule granule = TranslationGranules.FromTg0(vtcr >> 14 & 3);
        bool ds = granule != TranslationGranule.Size64K && features.Has(Feature.FEAT_LPA2) && (vtcr & VTCR_EL2.DS) != 0;
        int ps = (int)(vtcr >> 16) & 7;
        Format = TableFormat.Of(granule, ds, features);
        HA = features.Has(Feature.FEAT_HAFDBS) && (vtcr & VTCR_EL2.HA) != 0;
        HD = HA && (vtcr & VTCR_EL2.HD) != 0;
        FWB = (controls.Hcr & HCR_EL2.FWB) != 0;
        PTW = (controls.Hcr & (HCR_EL2.PTW | HCR_EL2.TGE)) == HCR_EL2.PTW;
        WalkShareability = (Shareability)(vtcr >> 12 & 3);
        TablePas = controls.TablePas;
        OutputPas = controls.OutputPas;
        OutputBits = Format.OutputBits(ps, features);
        int largestInput = Format.HighBits == TableFormat.High.None ? 48 : features.PhysicalAddressSize;
        int t0sz = (int)(vtcr & 63);
        bool tooLarge = features.Has(Feature.FEAT_LPA) && t0sz < 64 - largestInput;
        InputBits = 64 - Math.Clamp(t0sz, 64 - largestInput, TableFormat.LargestTxSZ(granule, features));
        StartLevel = StartLevelOf((int)(vtcr >> 6) & 3, (vtcr & VTCR_EL2.SL2) != 0 && ds, granule, ds, features);
        int rootBits = InputBits - granule.EntryShift(StartLevel);
        Valid = StartLevel >= -1 && rootBits >= 1 && rootBits <= Format.Stride + 4 && !tooLarge;
        RootMask = Valid ? (1UL << rootBits) - 1 : 0;
        Table = Valid ? Format.RootTable(controls.Vttbr, RootMask, ps, ds) : 0;
        _device = _deviceBehindDevice = 0;
        for (int memAttr = 0; memAttr < 16; memAttr++)
        {
            _device |= (ushort)((IsDevice(FWB, memAttr, false) ? 1 : 0) << memAttr);
            _deviceBehindDevice |= (ushort)((IsDevice(FWB, memAttr, true) ? 1 : 0) << memAttr);
        }
        DecodeQuick();
    }

    private void DecodeQuick()
    {
        bool known = !Controls.Contexts.Enabled && Format.HighBits == TableFormat.High.None && Controls.State is SecurityState.NonSecure or SecurityState.Realm;
        _shape = new QuickShape(Format, StartLevel, OutputBits);
        QuickLimit = known && Valid && Table >> OutputBits == 0 ? 1UL << InputBits : 0;
        EntryMask = _shape.LeafMask | F.S2APRead | (TablePas == Pas.Realm ? F.NS : 0);
    }

    // With FWB, 0b110 forces Normal Write-Back and the others from 0b100 up stay Device where stage 1 is; so does the reserved 0b100 in
    // J1.1 AArch64.S2ApplyFWBMemAttrs.
    private static bool IsDevice(bool fwb, int memAttr, bool stage1Device)
    {
        if (!fwb)
            return (memAttr & 0b1100) == 0 || stage1Device;
        return (memAttr & 7) switch { 6 => false, >= 4 => stage1Device, _ => true };
    }

    /// <summary>The VMID that two registers make.</summary>
    public static ushort VmidOf(ulong vtcr, ulong vttbr) => (ushort)(vttbr >> 48 & ((vtcr & VTCR_EL2.VS) != 0 ? 0xFFFFUL : 0xFFUL));

    // J1.1 shared pseudocode AArch64.S2StartLevel and AArch64.S2InvalidSL; -2 for a reserved value.
    private static int StartLevelOf(int sl0, bool sl2, TranslationGranule granule, bool ds, PeFeatures features) => granule switch
    {
        TranslationGranule.Size4K when sl2 => sl0 == 0 && features.PhysicalAddressSize >= 52 ? -1 : -2,
        TranslationGranule.Size4K => sl0 switch { 0 => 2, 1 => 1, 2 => 0, _ => features.Has(Feature.FEAT_TTST) ? 3 : -2 },
        TranslationGranule.Size16K => sl0 switch { 0 => 3, 1 => 2, 2 => 1, _ => ds && features.PhysicalAddressSize >= 52 ? 0 : -2 },
        _ => sl0 switch { 0 => 3, 1 => 2, 2 => 1, _ => -2 },
    };
}
