using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Smccc;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Ordinary;

/// <summary>HVC and SMC of an ordinary guest: PSCI 1.1 and the SMC Calling Convention are answered here, the rest is the VMM's, or nobody's.</summary>
/// <remarks>Power State Coordination Interface (DEN0022); SMC Calling Convention (DEN0028). RSI functions are nobody's: there is no RMM for an ordinary guest.</remarks>
/// <param name="services">The PE.</param>
/// <param name="machine">The virtual machine.</param>
internal sealed class OrdinaryCalls(HostServices services, OrdinaryMachine machine)
{
    private const ulong PsciVersion = 0x1_0001;
    private const ulong SmcccVersion = 0x1_0002;
    private const ulong TrustedOsNotPresent = 2;
    private const uint SmcccMask = 0xFFFF_FFFF;

    /// <summary>Handles a call.</summary>
    /// <param name="vcpu">The caller; the PC is behind the instruction.</param>
    /// <param name="immediate">Of the instruction.</param>
    /// <returns>Why the VMM is needed, or null to go on.</returns>
    public RunExit? Handle(OrdinaryVcpu vcpu, ushort immediate)
    {
        services.Pe.Charge(HypervisorCosts.CallHandling);
        if (immediate != 0)
            return new RunExit.HostCall(immediate);
        uint function = (uint)(vcpu.Gprs[0] & SmcccMask);
        switch ((PsciFunction)function)
        {
            case PsciFunction.SystemOff:
                return new RunExit.SystemEvent(IsReset: false);
            case PsciFunction.SystemReset:
                return new RunExit.SystemEvent(IsReset: true);
            case PsciFunction.CpuOff:
                vcpu.IsOn = false;
                return new RunExit.Idle(IsOff: true);
            case PsciFunction.CpuSuspend or PsciFunction.CpuSuspendSmc32:
                vcpu.Gprs[0] = (ulong)PsciStatus.Success;
                vcpu.Wait(null);
                return new RunExit.Idle(IsOff: false);
            case PsciFunction.CpuOn or PsciFunction.CpuOnSmc32:
                return Answer(vcpu, (long)TurnOn(vcpu, isWide: (PsciFunction)function == PsciFunction.CpuOn));
            case PsciFunction.AffinityInfo or PsciFunction.AffinityInfoSmc32:
                return Answer(vcpu, AffinityInfo(vcpu));
            case PsciFunction.Version:
                return Answer(vcpu, (long)PsciVersion);
            case PsciFunction.Features:
                return Answer(vcpu, (long)(IsOffered((uint)vcpu.Gprs[1]) ? PsciStatus.Success : PsciStatus.NotSupported));
            case PsciFunction.MigrateInfoType:
                return Answer(vcpu, (long)TrustedOsNotPresent);
        }
        return function switch
        {
            (uint)SmcccFunction.Version => Answer(vcpu, (long)SmcccVersion),
            (uint)SmcccFunction.ArchFeatures => Answer(vcpu,
                (uint)vcpu.Gprs[1] is (uint)SmcccFunction.Version or (uint)SmcccFunction.ArchFeatures ? 0 : (long)SmcccStatus.NotSupported),
            _ => new RunExit.HostCall(0),
        };
    }

    private static RunExit? Answer(OrdinaryVcpu vcpu, long value)
    {
        vcpu.Gprs[0] = (ulong)value;
        return null;
    }

    private static bool IsOffered(uint function) => (PsciFunction)function is PsciFunction.SystemOff or PsciFunction.SystemReset
        or PsciFunction.CpuOff or PsciFunction.CpuSuspend or PsciFunction.CpuSuspendSmc32 or PsciFunction.CpuOn or PsciFunction.CpuOnSmc32
        or PsciFunction.AffinityInfo or PsciFunction.AffinityInfoSmc32 or PsciFunction.Version or PsciFunction.Features
        or PsciFunction.MigrateInfoType || function == (uint)SmcccFunction.Version;

    private PsciStatus TurnOn(OrdinaryVcpu caller, bool isWide)
    {
        ulong mask = isWide ? ulong.MaxValue : uint.MaxValue;
        if (Find(caller.Gprs[1] & mask) is not { } target)
            return PsciStatus.InvalidParameters;
        if (target.IsOn)
            return PsciStatus.AlreadyOn;
        (ulong entry, ulong context) = (caller.Gprs[2] & mask, caller.Gprs[3] & mask);
        if (machine.FindSlot(entry) is null)
            return PsciStatus.InvalidAddress;
        target.Reset();
        Array.Clear(target.Gprs);
        (target.Pc, target.Gprs[0]) = (entry, context);
        (target.IsOn, target.IsWaiting) = (true, false);
        // A virtual CPU starts with the byte order of who turned it on.
        ulong endianness = caller[SystemRegister.SCTLR_EL1] & (1UL << 25);
        target[SystemRegister.SCTLR_EL1] |= endianness;
        return PsciStatus.Success;
    }

    private long AffinityInfo(OrdinaryVcpu caller)
    {
        if (Find(caller.Gprs[1]) is not { } target || caller.Gprs[2] != 0)
            return (long)PsciStatus.InvalidParameters;
        return (long)(target.IsOn ? PsciAffinityState.On : PsciAffinityState.Off);
    }

    private OrdinaryVcpu? Find(ulong mpidr) => (OrdinaryVcpu?)machine.Vcpus.Find(vcpu => vcpu.Mpidr.Value == mpidr);
}
