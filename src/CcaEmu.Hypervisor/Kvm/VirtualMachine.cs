using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Interrupts;
using CcaEmu.Hypervisor.Realms;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Kvm;

/// <summary>A virtual machine, as its VMM holds it: what the file descriptor of KVM_CREATE_VM is.</summary>
/// <remarks>
/// Calls that wait (<c>Script</c>) take the virtual machine's lock; Linux' three (slots_lock, config_lock, mmu_lock) are one here, as threads are
/// not preempted. A realm comes to be with the first <see cref="ArmRmiPopulate"/> or the first run of a virtual CPU, and starts with the latter. A virtual
/// machine that failed in a way nothing can be done about is dead: then every call answers EIO, before anything else.
/// </remarks>
public sealed partial class VirtualMachine
{
    // How often room is made for a step before it is given up: what was written out for it may be needed by it.
    internal const int Patience = 64;

    private readonly HostKernel _kernel;
    private readonly VmmProcess _process;
    private readonly IGuestKind _kind;
    private readonly List<VirtualCpu> _cpus = [];
    private readonly List<(uint First, uint Count, SmcccFilterAction Action)> _filters = [];
    private bool _isDestroyed;

    internal VirtualMachine(HostKernel kernel, VmmProcess process, IGuestKind kind)
    {
        (_kernel, _process, _kind) = (kernel, process, kind);
        kind.Guest.Filter = FilterOf;
    }

    /// <summary>Whether it is a realm.</summary>
    public bool IsRealm => _kind is RealmOperations;

    /// <summary>Width of the guest's addresses in bits; a realm's highest bit tells shared ones.</summary>
    public int IpaBits => _kind.IpaBits;

    /// <summary>Memory that it did not give back when it was taken apart.</summary>
    public IReadOnlyList<MemoryLeak> Leaks => _kind.Leaks;

    /// <summary>What it has cost so far. Device accesses and calls that the VMM sees are the VMM's to count.</summary>
    public RealmStatistics Statistics => new(
        Guest.PagesPopulated, Guest.DataPagesMapped, Guest.SharedPagesMapped, Guest.RttsCreated, Guest.RecEntries, 0, 0);

    /// <summary>What it is to the generic core.</summary>
    internal IGuestKind Kind => _kind;

    /// <summary>The process it is of.</summary>
    internal VmmProcess Process => _process;

    /// <summary>Whether it is being closed, or has been.</summary>
    internal bool IsClosed => _isDestroyed;

    /// <summary>Whether it failed in a way after which nothing of it can be used.</summary>
    internal bool IsDead { get; set; }

    private Guest Guest => _kind.Guest;

    /// <summary>KVM_CHECK_EXTENSION on the virtual machine. A realm offers less than the system does.</summary>
    /// <param name="capability">What is asked for.</param>
    public int CheckExtension(KvmCapability capability)
    {
        if (!IsRealm)
            return capability is KvmCapability.MemoryAttributes or KvmCapability.GuestMemfd ? 0 : _process.Kvm.CheckExtension(capability);
        return capability switch
        {
            KvmCapability.ArmVmIpaSize => _process.Kvm.RealmLimit,
            KvmCapability.Irqchip or KvmCapability.ArmPsci or KvmCapability.ArmPsci02 or KvmCapability.NrVcpus or KvmCapability.MaxVcpus
                or KvmCapability.MaxVcpuId or KvmCapability.ArmPtrauthAddress or KvmCapability.ArmPtrauthGeneric or KvmCapability.ArmRmi
                or KvmCapability.DeviceCtrl or KvmCapability.OneReg or KvmCapability.MpState or KvmCapability.MemoryAttributes
                or KvmCapability.GuestMemfd or KvmCapability.UserMemory2 or KvmCapability.MemoryFaultInfo or KvmCapability.ReadonlyMem
                or KvmCapability.ImmediateExit => _process.Kvm.CheckExtension(capability),
            _ => 0,
        };
    }

    /// <summary>KVM_ENABLE_CAP: there is nothing to enable.</summary>
    /// <param name="capability">What is asked for.</param>
    /// <returns>EINVAL.</returns>
    public HostResult EnableCap(KvmCapability capability) => Ioctl(() => HostResult.Fail(Errno.EINVAL, $"{capability} cannot be enabled"));

    /// <summary>Sets what of a realm's parameters the uAPI has no call for. Beyond the uAPI.</summary>
    /// <param name="configuration">The parameters.</param>
    /// <returns>ENXIO: not a realm; EBUSY: it has been created; EINVAL: the RMM cannot measure like that, the value is not 64 bytes, or a feature is not offered.</returns>
    public HostResult ConfigureRealm(RealmConfiguration configuration) => Ioctl(() => Configure(configuration));

    private HostResult Configure(RealmConfiguration configuration)
    {
        if (_kind is not RealmOperations realm)
            return NotARealm();
        if (realm.Realm.IsCreated)
            return HostResult.Fail(Errno.EBUSY, $"the realm is {realm.Realm.State}");
        if (!_kernel.Features!.Global.Supports(configuration.MeasurementAlgorithm))
            return HostResult.Fail(Errno.EINVAL, $"the RMM cannot measure with {configuration.MeasurementAlgorithm}");
        if (configuration.PersonalizationValue.Length != RealmConfiguration.PersonalizationBytes)
            return HostResult.Fail(Errno.EINVAL, $"a personalization value of {configuration.PersonalizationValue.Length} bytes");
        if (configuration.Lpa2 && !_kernel.Features.Realm.Lpa2)
            return HostResult.Fail(Errno.EINVAL, "the RMM has no LPA2 for realms: their addresses have 48 bits at most");
        if (configuration.MecPolicy == RmiMecPolicy.Private && _kernel.Features.MecCount == 0)
            return HostResult.Fail(Errno.EINVAL, "the RMM has no memory encryption contexts for single realms: its MEC_COUNT is 0");
        realm.Realm.MecPolicy = configuration.MecPolicy;
        realm.Realm.Geometry = realm.Realm.Geometry with { Lpa2 = configuration.Lpa2 || realm.Realm.Geometry.Lpa2 };
        realm.Realm.InitialRam = configuration.InitialRam?.Select(range => new PageRange(range.Base, range.SizeBytes)).ToArray();
        (realm.MeasurementAlgorithm, realm.PersonalizationValue) = (configuration.MeasurementAlgorithm, configuration.PersonalizationValue);
        return HostResult.Ok;
    }

    /// <summary>KVM_CREATE_VCPU.</summary>
    /// <param name="id">Its number: the next one, from 0.</param>
    /// <returns>EINVAL: not the next, or too many; EEXIST; EBUSY: the GIC has been made, or the guest has started.</returns>
    public HostResult<VirtualCpu> CreateVcpu(int id) => Ioctl(() => AddVcpu(id));

    private HostResult<VirtualCpu> AddVcpu(int id)
    {
        if (id < _cpus.Count && id >= 0)
            return new(HostResult.Fail(Errno.EEXIST, $"there is a virtual CPU {id}"), null!);
        if (id != _cpus.Count || id >= KvmSystem.MaxVcpus)
            return new(HostResult.Fail(Errno.EINVAL, $"virtual CPU {_cpus.Count} of {KvmSystem.MaxVcpus} is expected, found {id}"), null!);
        if (Guest.Gic is not null || _kind.IsStarted)
            return new(HostResult.Fail(Errno.EBUSY, "virtual CPUs are made before the GIC is initialised and the guest runs"), null!);
        var cpu = new VirtualCpu(_kernel, this, _kind.AddVcpu());
        _cpus.Add(cpu);
        return new(HostResult.Ok, cpu);
    }

    /// <summary>KVM_CREATE_DEVICE of an interrupt controller, KVM_DEV_TYPE_ARM_VGIC_V3, with its addresses, and its initialisation.</summary>
    /// <param name="distributor">Address of the distributor, without the bit that tells a realm's unprotected half; a multiple of 64 KiB.</param>
    /// <param name="redistributors">Address of the redistributors.</param>
    /// <returns>EEXIST; ENXIO: no virtual CPU has been made; EINVAL: alignment.</returns>
    public HostResult CreateVgicV3(ulong distributor, ulong redistributors) => Ioctl(() => AddVgic(distributor, redistributors));

    private HostResult AddVgic(ulong distributor, ulong redistributors)
    {
        if (Guest.Gic is not null)
            return HostResult.Fail(Errno.EEXIST, "there is an interrupt controller");
        if (_cpus.Count == 0)
            return HostResult.Fail(Errno.ENXIO, "an interrupt controller is initialised when there are virtual CPUs");
        if ((distributor | redistributors) % 0x1_0000 != 0)
            return HostResult.Fail(Errno.EINVAL, "frames of an interrupt controller are at multiples of 64 KiB");
        Guest.Gic = new VirtualGic(_cpus.Count);
        Guest.Devices.AddRange(Guest.Gic.Windows(distributor, redistributors));
        return HostResult.Ok;
    }

    /// <summary>KVM_CREATE_DEVICE, KVM_DEV_TYPE_ARM_VGIC_V2: there is none.</summary>
    /// <returns>ENODEV.</returns>
    public HostResult CreateVgicV2() => Ioctl(() => HostResult.Fail(Errno.ENODEV, "only GICv3 is emulated"));

    /// <summary>KVM_IRQ_LINE of a shared interrupt.</summary>
    /// <param name="intid">INTID, 32 to 1019.</param>
    /// <param name="level">The level.</param>
    /// <returns>ENXIO: no interrupt controller; EINVAL.</returns>
    public HostResult IrqLine(uint intid, bool level) => Ioctl(() => SetLine(intid, level));

    private HostResult SetLine(uint intid, bool level)
    {
        if (Guest.Gic is not { } gic)
            return HostResult.Fail(Errno.ENXIO, "there is no interrupt controller");
        if (intid is < 32 or > 1019)
            return HostResult.Fail(Errno.EINVAL, $"INTID {intid} is not shared");
        gic.SetLine(intid, level);
        Guest.KickOthers(_kernel.Services.Gic, _kernel.Services.Pe[SystemRegister.MPIDR_EL1]);
        return HostResult.Ok;
    }

    /// <summary>KVM_ARM_VM_SMCCC_FILTER: says who answers a range of calls. Realms' host calls with an immediate always go to the VMM.</summary>
    /// <param name="first">First function identifier.</param>
    /// <param name="count">How many.</param>
    /// <param name="action">Who.</param>
    /// <returns>EBUSY: a virtual CPU has run; EEXIST: part of the range has been filtered; EINVAL: an empty range, or none of the three.</returns>
    public HostResult SetSmcccFilter(uint first, uint count, SmcccFilterAction action) => Ioctl(() => AddFilter(first, count, action));

    private HostResult AddFilter(uint first, uint count, SmcccFilterAction action)
    {
        if (_cpus.Exists(cpu => cpu.HasRun))
            return HostResult.Fail(Errno.EBUSY, "a virtual CPU has run");
        if (count == 0 || !Enum.IsDefined(action) || first > uint.MaxValue - (count - 1))
            return HostResult.Fail(Errno.EINVAL, "a range of functions and an action are expected");
        if (_filters.Exists(filter => first <= filter.First + (filter.Count - 1) && filter.First <= first + (count - 1)))
            return HostResult.Fail(Errno.EEXIST, "part of the range has been filtered");
        _filters.Add((first, count, action));
        return HostResult.Ok;
    }

    /// <summary>KVM_ARM_SET_COUNTER_OFFSET: not for realms, whose counters have none.</summary>
    /// <param name="offset">What the guest's counters lag behind the host's by, in ticks.</param>
    /// <returns>EINVAL: a realm; EBUSY: a virtual CPU has run.</returns>
    public HostResult SetCounterOffset(ulong offset) => Ioctl(() => OffsetCounter(offset));

    private HostResult OffsetCounter(ulong offset)
    {
        if (_kind is not Ordinary.OrdinaryOperations ordinary)
            return HostResult.Fail(Errno.EINVAL, "a realm's counters have no offset");
        if (_cpus.Exists(cpu => cpu.HasRun))
            return HostResult.Fail(Errno.EBUSY, "a virtual CPU has run");
        ordinary.Machine.CounterOffset = offset;
        return HostResult.Ok;
    }

    /// <summary>Closes it: waits until no virtual CPU is in KVM_RUN, and takes it apart. What is lost <see cref="Leaks"/> says.</summary>
    /// <returns>The first failure; closing again does nothing.</returns>
    public async Script<HostResult> Close()
    {
        await _process.Checkpoint();
        return await Destroy();
    }

    /// <summary>Who answers a call.</summary>
    internal SmcccFilterAction FilterOf(uint function)
    {
        foreach ((uint first, uint count, SmcccFilterAction action) in _filters)
        {
            if (function >= first && function - first < count)
                return action;
        }
        return SmcccFilterAction.Handle;
    }

    /// <summary>Takes it apart, for whoever wants it.</summary>
    internal async Script<HostResult> Destroy()
    {
        if (_isDestroyed)
            return HostResult.Ok;
        _isDestroyed = true;
        Guest.IsClosing = true;
        foreach (VirtualCpu cpu in _cpus)
            cpu.Interrupt();
        await _kernel.Scheduler.Current.Park(() => _cpus.TrueForAll(cpu => !cpu.IsInRun));
        await Guest.Lock.Acquire(_kernel.Services);
        HostResult destroyed = await _kind.Destroy();
        foreach (MemorySlot slot in Guest.Slots)
            slot.Shared?.Users.RemoveAll(user => user.Kind == _kind);
        Guest.Lock.Release();
        _kernel.Lose(_kind.Leaks);
        return destroyed;
    }

    /// <summary>Does something with the lock held, and once more wherever the host ran out of memory and room could be made.</summary>
    /// <param name="operation">What to do; it does not do again what it has done.</param>
    /// <param name="left">How much there is still to do: room that is made again and again without it getting less is given up.</param>
    internal async Script<HostResult> Again(Func<Script<HostResult>> operation, Func<ulong>? left = null)
    {
        ulong last = left?.Invoke() ?? 0;
        for (int patience = Patience; ; patience--)
        {
            await Guest.Lock.Acquire(_kernel.Services);
            HostResult result = await operation();
            Guest.Lock.Release();
            ulong now = left?.Invoke() ?? 0;
            patience = now < last ? Patience : patience;
            last = now;
            if (result.Error != Errno.ENOMEM || patience == 0 || !await _kernel.Services.Reclaim.MakeRoom())
                return result;
        }
    }

    // Every call that a VMM makes on the virtual machine comes through one of these: one that is dead answers EIO before it looks at anything.
    private HostResult Ioctl(Func<HostResult> call) => IsDead ? Dead : call();

    private HostResult<T> Ioctl<T>(Func<HostResult<T>> call) => IsDead ? new(Dead, default!) : call();

    private async Script<HostResult> Ioctl(Func<Script<HostResult>> call)
    {
        await _process.Checkpoint();
        return IsDead ? Dead : await call();
    }

    private static HostResult Dead => HostResult.Fail(Errno.EIO, "the virtual machine is dead");

    private static HostResult NotARealm() => HostResult.Fail(Errno.ENXIO, "the virtual machine is not a realm");
}
