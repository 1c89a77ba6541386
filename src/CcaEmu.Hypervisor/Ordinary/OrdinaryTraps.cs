using CcaEmu.Arm.Registers;
using CcaEmu.Hypervisor.Rmi;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Hypervisor.Ordinary;

/// <summary>Trapped MRS and MSR of an ordinary guest.</summary>
/// <remarks>
/// Identification registers show what the guest may use: what this hypervisor does not switch (SVE, performance monitors, trace) is not
/// there. Software generated interrupts are the GIC's affair. Breakpoints and watchpoints are the guest's own. Anything else is UNDEFINED.
/// </remarks>
/// <param name="services">The PE.</param>
/// <param name="machine">The virtual machine.</param>
internal sealed class OrdinaryTraps(HostServices services, OrdinaryMachine machine)
{
    /// <summary>Handles a trapped access.</summary>
    public void Handle(OrdinaryVcpu vcpu)
    {
        EsrValue esr = vcpu.Esr;
        SystemRegisterEncoding encoding = esr.SystemRegister;
        bool isKnown = SystemRegisterTable.TryFind(encoding.Value, out R register);
        if (machine.Gic is { } gic && gic.TryEmulate(vcpu, encoding, esr.IsRead, vcpu.Gpr(esr.Rt)))
            vcpu.Pc += 4;
        else if (encoding.IsIdentificationSpace && esr.IsRead)
            Answer(vcpu, isKnown ? Identification(register) : 0);
        else if (isKnown && services.Pe.Features.Has(register) && GuestRegisters.All.Contains(register))
            Move(vcpu, register);
        else if (isKnown && encoding.Op0 == 2 && encoding.Op1 == 0)
            Answer(vcpu, 0); // OS lock, double lock: read as zero, ignore writes
        else
            ExceptionInjection.Unknown(vcpu);
    }

    private static void Answer(OrdinaryVcpu vcpu, ulong value)
    {
        if (vcpu.Esr.IsRead)
            vcpu.SetGpr(vcpu.Esr.Rt, value);
        vcpu.Pc += 4;
    }

    private static void Move(OrdinaryVcpu vcpu, R register)
    {
        if (!vcpu.Esr.IsRead)
            vcpu[register] = vcpu.Gpr(vcpu.Esr.Rt);
        Answer(vcpu, vcpu[register]);
    }

    private ulong Identification(R register)
    {
        ulong value = services.Pe[register];
        return register switch
        {
            R.ID_AA64PFR0_EL1 => Without(value, 32, 40, 44, 52), // SVE, MPAM, AMU, RME
            R.ID_AA64PFR1_EL1 => Without(value, 16, 24), // MPAM_frac, SME
            R.ID_AA64ZFR0_EL1 or R.ID_AA64SMFR0_EL1 or R.ID_AA64DFR1_EL1 => 0,
            R.ID_AA64DFR0_EL1 => Without(value, 4, 8, 32, 40, 44, 52, 60), // TraceVer, PMUVer, PMSVer, TraceFilt, TraceBuffer, BRBE, HPMN0
            R.ID_AA64MMFR3_EL1 => Without(value, 12, 20, 28), // S2PIE, S2POE, MEC
            _ => value,
        };
    }

    private static ulong Without(ulong value, params ReadOnlySpan<int> fields)
    {
        foreach (int lsb in fields)
            value &= ~(0xFUL << lsb);
        return value;
    }
}
