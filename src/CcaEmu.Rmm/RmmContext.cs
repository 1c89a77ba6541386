using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Attestation;
using CcaEmu.Rmm.Checking;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm;

/// <summary>What an RMM knows apart from what stands in granules: global attributes, granule states, VMIDs.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "RMM attributes".</remarks>
internal sealed class RmmContext
{
    private readonly ProcessingElement[] _pes;

    /// <summary>An RMM before its cold boot.</summary>
    /// <param name="options">Choices.</param>
    /// <param name="pes">All PEs: TLB maintenance is broadcast.</param>
    public RmmContext(RmmOptions options, IReadOnlyList<ProcessingElement> pes)
    {
        Options = options;
        Attestation = new RealmAttestation(SharedPage);
        Mecids = new MecidPool(pes[0].Features.Has(Feature.FEAT_MEC) ? PeFeatures.MecidBits : 0);
        Features = new RmmFeatures(options, pes[0].Features, Mecids.Count);
        Operations = new OperationTable(options.OperationPolicy ?? new OperationPolicy(options.Sro, options.SroSeed));
        IsPlatformTokenValid = !options.RequiresPlatformTokenRefresh;
        _pes = [.. pes];
        Transit = new GranuleTransit(_pes.Length);
    }

    /// <summary>Choices.</summary>
    public RmmOptions Options { get; }

    /// <summary>Numbers, structures and registers of the interfaces.</summary>
    public RmmAbiProfile Abi => Options.Abi;

    /// <summary>How that has address range descriptors in the host's memory.</summary>
    public AbiWord AddressRange => Abi.Words.AddressRange(RmiGranule);

    /// <summary>Feature registers.</summary>
    public RmmFeatures Features { get; }

    /// <summary>Stateful operations under way.</summary>
    public OperationTable Operations { get; }

    /// <summary>Lifecycle of the RMM itself.</summary>
    public RmmState State { get; set; } = RmmState.Init;

    /// <summary>RMI granule size.</summary>
    public TranslationGranule RmiGranule { get; private set; } = TranslationGranule.Size4K;

    /// <summary>Bytes of an RMI granule.</summary>
    public ulong GranuleBytes => RmiGranule.SizeBytes();

    /// <summary>Sizes of tables without LPA2, and of everything that belongs to no Realm.</summary>
    public RttGeometry Geometry => new(RmiGranule);

    /// <summary>Tracking region size in the encoding of RmiRmmConfig.</summary>
    public ulong TrackingRegionSize { get; private set; }

    /// <summary>Granule states; none is tracked before the boot manifest has been read.</summary>
    public GranuleTable Granules { get; set; } = new([]);

    /// <summary>Memory donated for tracking, by region.</summary>
    public Dictionary<ulong, List<AddressRangeDescriptor>> TrackingMemory { get; } = [];

    /// <summary>Which level 1 GPTs there are.</summary>
    public GptTables Gpt { get; set; } = new([], 1UL << 30);

    /// <summary>Granules that commands hold while they wait for the monitor.</summary>
    public GranuleTransit Transit { get; }

    /// <summary>Changes GPIs through the monitor.</summary>
    public GpiService Gpis { get; } = new();

    /// <summary>pat_valid: whether Realms can be made, as far as the platform token goes.</summary>
    public bool IsPlatformTokenValid { get; set; }

    /// <summary>Checks isolation after every command, where that is asked for.</summary>
    public IsolationChecker? Checker { get; set; }

    /// <summary>The page shared with the monitor.</summary>
    public MonitorPage SharedPage { get; } = new();

    /// <summary>Key and platform token for attestation.</summary>
    public RealmAttestation Attestation { get; }

    /// <summary>Told that the platform has failed: the RMM does nothing more.</summary>
    public Action<string>? SystemAbort { get; set; }

    /// <summary>Told of each Realm that has become ACTIVE.</summary>
    public Action<Rd>? RealmActivated { get; set; }

    /// <summary>For checks: told of each PE whose translations of Realms have been dropped.</summary>
    public Action<ProcessingElement>? TlbInvalidated { get; set; }

    /// <summary>VMIDs of Realms.</summary>
    public VmidPool Vmids { get; } = new();

    /// <summary>MECIDs of Realms.</summary>
    public MecidPool Mecids { get; }

    /// <summary>Changes their keys through the monitor.</summary>
    public MecService Mecs { get; } = new();

    /// <summary>Number of Realms that exist.</summary>
    public int NumRealms { get; set; }

    /// <summary>First physical address beyond the PE's address size.</summary>
    public ulong PhysicalLimit => Features.PhysicalLimit;

    /// <summary>RMI_RMM_CONFIG_SET: chooses granule and tracking region size, before any granule is in use.</summary>
    /// <param name="granule">One that is offered.</param>
    /// <param name="trackingRegionSize">In the encoding of RmiRmmConfig.</param>
    /// <param name="regionBytes">What that means.</param>
    public void Configure(TranslationGranule granule, ulong trackingRegionSize, ulong regionBytes)
    {
        RmiGranule = granule;
        TrackingRegionSize = trackingRegionSize;
        Granules.Configure(granule);
        Granules.Tracking.RegionBytes = regionBytes;
    }

    /// <summary>Drops the EL1&amp;0 translations of Realm state on all PEs: TLBI VMALLS12E1IS.</summary>
    /// <param name="pe">The PE that asks; it is charged.</param>
    public void InvalidateTlb(ProcessingElement pe)
    {
        foreach (ProcessingElement other in _pes)
        {
            other.InvalidateTlb(ExceptionLevel.EL1, SecurityState.Realm);
            TlbInvalidated?.Invoke(other);
        }
        pe.Charge(RmmCosts.InvalidateTlb);
    }
}
