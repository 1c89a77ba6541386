using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Ordinary;
using CcaEmu.Hypervisor.Realms;
using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Kvm;

/// <summary>What <c>/dev/kvm</c> offers a process: which extensions there are, and virtual machines.</summary>
public sealed class KvmSystem
{
    /// <summary>Most virtual CPUs of a virtual machine.</summary>
    public const int MaxVcpus = 8;

    private readonly HostKernel _kernel;
    private readonly VmmProcess _process;

    internal KvmSystem(HostKernel kernel, VmmProcess process) => (_kernel, _process) = (kernel, process);

    /// <summary>KVM_GET_API_VERSION.</summary>
    public const int ApiVersion = 12;

    /// <summary>KVM_CHECK_EXTENSION.</summary>
    /// <param name="capability">What is asked for.</param>
    /// <returns>0 where it is not offered, else 1 or the number it stands for.</returns>
    public int CheckExtension(KvmCapability capability) => capability switch
    {
        KvmCapability.NrVcpus => _kernel.Scheduler.PeCount,
        KvmCapability.MaxVcpus or KvmCapability.MaxVcpuId => MaxVcpus,
        KvmCapability.ArmVmIpaSize => RealmGeometry.MaximumIpaBits,
        KvmCapability.ArmRmi => _kernel.Features is null ? 0 : 1,
        KvmCapability.MemoryAttributes => _kernel.Features is null ? 0 : (int)MemoryAttributes.Private,
        KvmCapability.GuestMemfd => _kernel.Features is null ? 0 : 1,
        _ => Enum.IsDefined(capability) ? 1 : 0,
    };

    /// <summary>The widest address space of a realm, in bits: the RMM's limit, and 48 without LPA2.</summary>
    internal int RealmLimit => Math.Min(_kernel.Features!.Realm.S2sz,
        _kernel.Features.Realm.Lpa2 ? RealmGeometry.MaximumIpaBitsWithLpa2 : RealmGeometry.MaximumIpaBits);

    /// <summary>KVM_CREATE_VM.</summary>
    /// <param name="type">Made of <see cref="VmType"/>.</param>
    /// <returns>EINVAL: unknown bits, both kinds at once, a kind that is not offered, or a width that is not; ENOMEM.</returns>
    public HostResult<VirtualMachine> CreateVm(ulong type)
    {
        bool isRealm = (type & VmType.Realm) != 0;
        if ((type & ~(VmType.Realm | VmType.Protected | VmType.IpaSizeMask)) != 0 || (type & VmType.Protected) != 0)
            return Fail(Errno.EINVAL, $"0x{type:X} is no type of virtual machine that this host makes");
        if (isRealm && _kernel.Features is null)
            return Fail(Errno.EINVAL, "there is no RMM that this host can use, so there are no realms");
        int bits = (int)(type & VmType.IpaSizeMask);
        bits = bits == 0 ? VmType.DefaultIpaBits : bits;
        int limit = isRealm ? RealmLimit : RealmGeometry.MaximumIpaBits;
        if (bits < RealmGeometry.MinimumIpaBits || bits > limit)
            return Fail(Errno.EINVAL, isRealm && bits > limit
                ? $"an IPA space of {bits} bits is wider than the RMM's {_kernel.Features!.Realm.S2sz}"
                : $"an IPA space of {RealmGeometry.MinimumIpaBits} to {limit} bits is expected, found {bits}");
        HostPageSize pageSize = _kernel.Services.PageSize;
        IGuestKind kind;
        if (isRealm)
            kind = new RealmOperations(_kernel.Services, _kernel.Features!, RealmGeometry.Of(bits, pageSize, bits > RealmGeometry.MaximumIpaBits));
        else if (OrdinaryOperations.TryCreate(_kernel, RealmGeometry.Of(bits, pageSize), out OrdinaryOperations? ordinary))
            kind = ordinary;
        else
            return Fail(Errno.ENOMEM, "the host has no VMID or no root table left");
        var machine = new VirtualMachine(_kernel, _process, kind);
        _process.Add(machine);
        return new(HostResult.Ok, machine);
    }

    private static HostResult<VirtualMachine> Fail(Errno error, string message) => new(HostResult.Fail(error, message), null!);
}
