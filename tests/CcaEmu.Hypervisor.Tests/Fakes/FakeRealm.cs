using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Realms;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Tests.Fakes;

/// <summary>A realm as a VMM of a test holds it.</summary>
internal sealed record FakeRealm(VirtualMachine Vm, IReadOnlyList<VirtualCpu> Cpus, UserMemory Shared, GuestMemfd Memfd, ulong Ram, ulong SharedBit)
{
    public VirtualCpu Cpu => Cpus[0];

    /// <summary>What the hypervisor knows of it.</summary>
    public Realm Realm => ((RealmOperations)Vm.Kind).Realm;

    public Vcpu Vcpu => Realm.Vcpus[0];

    /// <summary>Converts memory as a VMM does: attributes, and the other copy thrown away.</summary>
    public async Script Convert(ulong ipa, ulong size, bool toPrivate)
    {
        FakeHost.Succeeds(await Vm.SetMemoryAttributes(new MemoryAttributes(ipa, size, toPrivate ? MemoryAttributes.Private : 0)));
        FakeHost.Succeeds(toPrivate ? await Shared.Discard(ipa - Ram, size) : await Memfd.PunchHole(ipa - Ram, size));
    }

    /// <summary>Has the guest ask for a conversion, makes it, and leaves it to the next run to tell the RMM.</summary>
    public async Script Ask(FakeRmm rmm, ulong ipa, ulong size, bool toPrivate)
    {
        rmm.Guest.Enqueue(exit =>
        {
            rmm.RequestedRipas = toPrivate ? Ripas.Ram : Ripas.Empty;
            exit.RipasChange(ipa, ipa + size, rmm.RequestedRipas);
        });
        FakeHost.Fails(Errno.EFAULT, await Cpu.Run());
        Assert.That(Cpu.Kvm.MemoryFault, Is.EqualTo(new KvmMemoryFault(toPrivate ? KvmMemoryFault.Private : 0, ipa, size)));
        await Convert(ipa, size, toPrivate);
    }

    /// <summary>Runs until the guest makes a host call, which shows that it went on.</summary>
    public async Script GoOn(FakeRmm rmm)
    {
        rmm.Guest.Enqueue(exit => exit.HostCall(1, 0));
        FakeHost.Succeeds(await Cpu.Run());
        Assert.That(Cpu.Kvm.ExitReason, Is.EqualTo(KvmExitReason.Hypercall));
    }
}
