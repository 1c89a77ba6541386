using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>A realm with all that can be done to it: what makes it a kind of virtual machine.</summary>
internal sealed class RealmOperations : IGuestKind
{
    private readonly RmmFeatures _features;
    private readonly RealmCreation _creation;
    private readonly Population _population;
    private readonly RealmActivation _activation;
    private readonly RecRunner _runner;
    private readonly Unmapping _unmapping;
    private readonly Folding _folding;
    private readonly RealmTeardown _teardown;

    /// <summary>A virtual machine that has no realm yet.</summary>
    /// <param name="services">Commands and memory.</param>
    /// <param name="features">What the RMM offers.</param>
    /// <param name="geometry">Shape of its IPA space.</param>
    public RealmOperations(HostServices services, RmmFeatures features, RealmGeometry geometry)
    {
        _features = features;
        Realm = new Realm(geometry) { Breakpoints = features.Realm.NumBps, Watchpoints = features.Realm.NumWps };
        var tables = new RttTables(services, Realm);
        var recs = new RecLifecycle(services, Realm);
        var ripas = new RipasSetup(services, Realm, tables);
        _creation = new RealmCreation(services, features, Realm);
        _population = new Population(services, Realm, tables);
        _activation = new RealmActivation(services, Realm, recs, ripas);
        _unmapping = new Unmapping(services, Realm, tables);
        _folding = new Folding(services, Realm);
        var aborts = new AbortHandler(services, Realm, new Stage2(services, Realm, tables), _unmapping);
        _runner = new RecRunner(services, Realm, ripas, _folding, aborts, new PsciHandler(services, Realm));
        _teardown = new RealmTeardown(services, Realm, tables, recs, _unmapping);
    }

    /// <summary>What is known of the realm.</summary>
    public Realm Realm { get; }

    /// <summary>Hash of its measurements.</summary>
    public RmiHashAlgorithm MeasurementAlgorithm { get; set; } = RmiHashAlgorithm.Sha256;

    /// <summary>64 bytes that it reports but that are not measured.</summary>
    public ReadOnlyMemory<byte> PersonalizationValue { get; set; } = new byte[64];

    /// <summary>ID_AA64DFR0_EL1 as far as a VMM chooses it: BRPs and WRPs, each minus one.</summary>
    public ulong DebugResources => Wrps.Set(Brps.Set(0, (ulong)Realm.Breakpoints), (ulong)Realm.Watchpoints);

    /// <summary>Chooses how many breakpoints and watchpoints the realm has.</summary>
    /// <param name="value">ID_AA64DFR0_EL1: BRPs, WRPs, CTX_CMPs, each minus one.</param>
    /// <returns>EINVAL: none, more than the RMM offers, or more context-aware breakpoints than breakpoints; EBUSY: the realm has been created with others.</returns>
    public HostResult SetDebugResources(ulong value)
    {
        (int breakpoints, int watchpoints, int contextAware) = ((int)Brps.Get(value), (int)Wrps.Get(value), (int)CtxCmps.Get(value));
        if (breakpoints == 0 || watchpoints == 0 || breakpoints > _features.Realm.NumBps || watchpoints > _features.Realm.NumWps || contextAware > breakpoints)
        {
            return HostResult.Fail(Errno.EINVAL, $"ID_AA64DFR0_EL1 = 0x{value:X}: BRPs of 1 to {_features.Realm.NumBps}, WRPs of 1 to {_features.Realm.NumWps} "
                + "and CTX_CMPs of at most BRPs are expected");
        }
        if (Realm.IsCreated && (breakpoints, watchpoints) != (Realm.Breakpoints, Realm.Watchpoints))
            return HostResult.Fail(Errno.EBUSY, $"the realm is {Realm.State}, with other breakpoints and watchpoints");
        (Realm.Breakpoints, Realm.Watchpoints) = (breakpoints, watchpoints);
        return HostResult.Ok;
    }

    // Arm ARM, ID_AA64DFR0_EL1, AArch64 Debug Feature Register 0.
    private static BitField Brps => new(12, 4);

    private static BitField Wrps => new(20, 4);

    private static BitField CtxCmps => new(28, 4);

    /// <inheritdoc/>
    public Guest Guest => Realm;

    /// <inheritdoc/>
    public int IpaBits => Realm.Geometry.IpaBits;

    /// <inheritdoc/>
    public ulong SlotLimit => Realm.Geometry.SharedBit;

    /// <inheritdoc/>
    public IReadOnlyList<MemoryLeak> Leaks => Realm.Ledger.Leaks;

    /// <inheritdoc/>
    public bool IsStarted => Realm.State == HostRealmState.Active;

    /// <inheritdoc/>
    public Vcpu AddVcpu()
    {
        var rec = new Rec(Realm.Vcpus.Count);
        Realm.Vcpus.Add(rec);
        return rec;
    }

    /// <summary>Makes sure that the realm is there, as long as it may be made.</summary>
    /// <returns>ENXIO for a realm that is dead, EBUSY for one that has started or goes away; what creation failed with.</returns>
    public async Script<HostResult> EnsureCreated() => Realm.State switch
    {
        HostRealmState.None => await _creation.Create(MeasurementAlgorithm, PersonalizationValue),
        HostRealmState.New => HostResult.Ok,
        HostRealmState.Dead => HostResult.Fail(Errno.ENXIO, "the realm is dead"),
        _ => HostResult.Fail(Errno.EBUSY, $"the realm is {Realm.State}"),
    };

    /// <inheritdoc/>
    public async Script<HostResult> Start()
    {
        if (Realm.IsActivating && Realm.State == HostRealmState.Dead)
            return await _activation.Activate();
        // Also for a realm that is going away: the run path refuses it.
        if (Realm.State >= HostRealmState.Active)
            return HostResult.Ok;
        HostResult created = await EnsureCreated();
        return created.IsOk ? await _activation.Activate() : created;
    }

    /// <inheritdoc cref="Population.Populate"/>
    public Script<HostResult> Populate(ulong ipa, ulong source, bool measure) => _population.Populate(ipa, source, measure);

    /// <inheritdoc/>
    public Script<RunExit> Run(Vcpu vcpu) => _runner.Run((Rec)vcpu);

    /// <inheritdoc/>
    public async Script<HostResult> UnmapPrivate(PageRange range)
    {
        if (Realm.State is not (HostRealmState.New or HostRealmState.Active) || range.SizeBytes == 0)
            return HostResult.Ok;
        HostResult unmapped = await _unmapping.UnmapPrivate(range);
        if (unmapped.IsOk)
            await _folding.AfterUnmapPrivate(range);
        return unmapped;
    }

    /// <inheritdoc/>
    public async Script<HostResult> UnmapShared(MemorySlot slot, PageRange range)
    {
        if (Realm.State is not (HostRealmState.New or HostRealmState.Active) || !slot.Mapped.Intersects(range.Base, range.SizeBytes))
            return HostResult.Ok;
        HostResult unmapped = await _unmapping.UnmapShared(slot, range);
        if (unmapped.IsOk)
            await _folding.AfterUnmapShared(range);
        return unmapped;
    }

    /// <inheritdoc/>
    public Script<HostResult> Destroy() => _teardown.Run();
}
