using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>A realm with all that can be done to it: what a VMM holds.</summary>
internal sealed class VirtualMachine
{
    private readonly RealmCreation _creation;
    private readonly Population _population;
    private readonly RealmActivation _activation;
    private readonly RecRunner _runner;
    private readonly Unmapping _unmapping;
    private readonly RealmTeardown _teardown;

    /// <summary>A virtual machine that has no realm yet.</summary>
    /// <param name="services">Commands and memory.</param>
    /// <param name="features">What the RMM offers.</param>
    /// <param name="geometry">Shape of its IPA space.</param>
    public VirtualMachine(HostServices services, RmmFeatures features, RealmGeometry geometry)
    {
        Realm = new Realm(geometry);
        var tables = new RttTables(services, Realm);
        var recs = new RecLifecycle(services, Realm);
        var ripas = new RipasSetup(services, Realm, tables);
        _creation = new RealmCreation(services, features, Realm);
        _population = new Population(services, Realm, tables);
        _activation = new RealmActivation(services, Realm, recs, ripas);
        _unmapping = new Unmapping(services, Realm, tables);
        var aborts = new AbortHandler(services, Realm, new Stage2(services, Realm, tables));
        _runner = new RecRunner(services, Realm, ripas, aborts, new PsciHandler(services, Realm));
        _teardown = new RealmTeardown(services, Realm, tables, recs, _unmapping);
    }

    /// <summary>What is known of the realm.</summary>
    public Realm Realm { get; }

    /// <summary>Gives the guest a range of memory; all of it is private.</summary>
    /// <param name="range">In the protected half.</param>
    public MemorySlot AddSlot(PageRange range)
    {
        var slot = new MemorySlot(range);
        Realm.Slots.Add(slot);
        return slot;
    }

    /// <inheritdoc cref="RealmCreation.Create"/>
    public Script<HostResult> Create(RmiHashAlgorithm algorithm, ReadOnlyMemory<byte> personalizationValue) =>
        _creation.Create(algorithm, personalizationValue);

    /// <inheritdoc cref="Population.Populate"/>
    public Script<HostResult> Populate(ulong ipa, ulong source, bool measure) => _population.Populate(ipa, source, measure);

    /// <inheritdoc cref="RealmActivation.Activate"/>
    public Script<HostResult> Activate(IReadOnlyList<RecStart> starts) => _activation.Activate(starts);

    /// <inheritdoc cref="RecRunner.Run"/>
    public Script<RunExit> Run(Rec rec) => _runner.Run(rec);

    /// <summary>Makes private memory shared: it is unmapped from the protected half and given back to the host.</summary>
    public async Script<HostResult> MakeShared(MemorySlot slot, PageRange range)
    {
        slot.Shared.Add(range.Base, range.SizeBytes);
        return await _unmapping.UnmapPrivate(range);
    }

    /// <summary>Makes shared memory private: its alias in the unprotected half goes.</summary>
    public async Script<HostResult> MakePrivate(MemorySlot slot, PageRange range)
    {
        slot.Shared.Remove(range.Base, range.SizeBytes);
        return await _unmapping.UnmapShared(slot, range);
    }

    /// <inheritdoc cref="RealmTeardown.Run"/>
    public Script<HostResult> Destroy() => _teardown.Run();
}
