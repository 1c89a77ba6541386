using System.Diagnostics.CodeAnalysis;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Realms;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Ordinary;

/// <summary>An ordinary virtual machine with all that can be done to it: what makes it a kind of virtual machine.</summary>
internal sealed class OrdinaryOperations : IGuestKind
{
    private readonly HostKernel _kernel;
    private readonly HostStage2 _tables;
    private readonly OrdinaryRunner _runner;

    private OrdinaryOperations(HostKernel kernel, OrdinaryMachine machine)
    {
        (_kernel, Machine) = (kernel, machine);
        _tables = new HostStage2(kernel.Services, machine);
        _runner = new OrdinaryRunner(kernel.Services, machine, _tables);
    }

    /// <summary>What is known of it.</summary>
    public OrdinaryMachine Machine { get; }

    /// <inheritdoc/>
    public Guest Guest => Machine;

    /// <inheritdoc/>
    public int IpaBits => Machine.Geometry.IpaBits;

    /// <inheritdoc/>
    public ulong SlotLimit => 1UL << IpaBits;

    /// <inheritdoc/>
    public IReadOnlyList<MemoryLeak> Leaks => [];

    /// <inheritdoc/>
    public bool IsStarted => Machine.IsStarted;

    /// <summary>Makes one: a VMID and empty root tables.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="geometry">Shape of its address space.</param>
    /// <param name="operations">The virtual machine.</param>
    /// <returns>False where there is no VMID or no memory.</returns>
    public static bool TryCreate(HostKernel kernel, RealmGeometry geometry, [NotNullWhen(true)] out OrdinaryOperations? operations)
    {
        operations = null;
        int vmid = kernel.TakeVmid();
        if (vmid == 0)
            return false;
        if (!kernel.Services.Memory.TryAllocate(geometry.RootBytes, geometry.RootBytes, out ulong root))
        {
            kernel.ReturnVmid(vmid);
            return false;
        }
        kernel.Services.Physical.Clear(root, geometry.RootBytes);
        operations = new OrdinaryOperations(kernel, new OrdinaryMachine(geometry, vmid, root));
        return true;
    }

    /// <inheritdoc/>
    public Vcpu AddVcpu()
    {
        var vcpu = new OrdinaryVcpu(Machine, _kernel.Services.Pe);
        Machine.Vcpus.Add(vcpu);
        return vcpu;
    }

    /// <inheritdoc/>
    public Script<HostResult> Start()
    {
        Machine.IsStarted = true;
        foreach (OrdinaryVcpu vcpu in Machine.Vcpus.Cast<OrdinaryVcpu>())
            vcpu.Pc = vcpu.StartPc;
        return Done(HostResult.Ok);
    }

    /// <inheritdoc/>
    public Script<RunExit> Run(Vcpu vcpu) => _runner.Run((OrdinaryVcpu)vcpu);

    /// <inheritdoc/>
    public Script<HostResult> UnmapPrivate(PageRange range) => Done(HostResult.Ok); // all of it is shared

    /// <inheritdoc/>
    public Script<HostResult> UnmapShared(MemorySlot slot, PageRange range)
    {
        Machine.ForgetFaults();
        foreach (PageRange mapped in slot.Mapped.Within(range))
        {
            HostResult result = _tables.Unmap(mapped);
            if (!result.IsOk)
                return Done(result);
            slot.Mapped.Remove(mapped.Base, mapped.SizeBytes);
        }
        return Done(HostResult.Ok);
    }

    /// <inheritdoc/>
    public Script<HostResult> Destroy()
    {
        if (Machine.IsGone)
            return Done(HostResult.Ok);
        Machine.IsGone = true;
        _tables.Destroy();
        foreach (MemorySlot slot in Machine.Slots)
            slot.Mapped.Clear();
        _kernel.Services.Memory.Free(Machine.Root, Machine.Geometry.RootBytes);
        _kernel.ReturnVmid(Machine.Vmid);
        return Done(HostResult.Ok);
    }

    // Nothing here makes a call: the host writes these tables itself.
#pragma warning disable CS1998
    private static async Script<HostResult> Done(HostResult result) => result;
#pragma warning restore CS1998
}
