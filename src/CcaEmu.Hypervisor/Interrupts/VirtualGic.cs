using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Devices.Gic;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Memory;

namespace CcaEmu.Hypervisor.Interrupts;

/// <summary>The GICv3 that a virtual machine sees: distributor and redistributors emulated, the CPU interface by the PE's own virtual interface.</summary>
/// <remarks>The counterpart of KVM's vgic-v3. A guest's software generated interrupts are trapped and emulated here: the architecture has no virtual form of them.</remarks>
internal sealed class VirtualGic
{
    private readonly GicV3 _gic;
    private readonly VcpuInterrupts[] _vcpus;

    /// <summary>A GIC for some virtual CPUs.</summary>
    /// <param name="count">How many.</param>
    public VirtualGic(int count)
    {
        _gic = GicV3.ForGuest([.. Enumerable.Range(0, count).Select(i => RecMpidr.FromIndex((ulong)i).Value)]);
        _vcpus = [.. Enumerable.Range(0, count).Select(i => new VcpuInterrupts(_gic, i))];
    }

    /// <summary>The frames, by address in the numbering of the protected half.</summary>
    /// <param name="distributor">Where the distributor is.</param>
    /// <param name="redistributors">Where the redistributors are.</param>
    public IEnumerable<DeviceWindow> Windows(ulong distributor, ulong redistributors) =>
    [
        new(distributor, GicV3.DistributorBytes, _gic.DistributorFrame), new(redistributors, _gic.RedistributorBytes, _gic.RedistributorFrames),
    ];

    /// <summary>The interrupts of a virtual CPU.</summary>
    /// <param name="vcpu">The virtual CPU; one of the first that the GIC was made for.</param>
    public VcpuInterrupts Of(Vcpu vcpu) => _vcpus[vcpu.Index];

    /// <summary>Drives the line of a shared interrupt.</summary>
    /// <param name="id">INTID, 32 and up.</param>
    /// <param name="asserted">The level.</param>
    public void SetLine(uint id, bool asserted) => _gic.SetSpiLine(id, asserted);

    /// <summary>Emulates a trapped access to the CPU interface.</summary>
    /// <param name="vcpu">The virtual CPU.</param>
    /// <param name="encoding">The register.</param>
    /// <param name="isRead">Whether it is read.</param>
    /// <param name="value">What is written.</param>
    /// <returns>False for a register that a guest reaches without a trap, or that is not there.</returns>
    public bool TryEmulate(Vcpu vcpu, SystemRegisterEncoding encoding, bool isRead, ulong value)
    {
        if (isRead || !SystemRegisterTable.TryFind(encoding.Value, out SystemRegister register)
            || register is not (SystemRegister.ICC_SGI1R_EL1 or SystemRegister.ICC_ASGI1R_EL1 or SystemRegister.ICC_SGI0R_EL1))
            return false;
        var view = new CpuInterfaceView(ExceptionLevel.EL1, SecurityState.NonSecure, false, false, false, false);
        _gic.WriteRegister(vcpu.Index, register, value, view, isVirtual: false);
        return true;
    }
}
