using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Interrupts;
using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Hypervisor.Ordinary;

/// <summary>Runs a virtual CPU of an ordinary virtual machine: loads it, leaves to EL1, and sees to the exceptions it can.</summary>
/// <remarks>Arm ARM (DDI 0487), D1.3 on exceptions to EL2, D8.1 on stage 2, HCR_EL2. The counterpart of KVM's world switch and exit handlers.</remarks>
/// <param name="services">The PE.</param>
/// <param name="machine">The virtual machine.</param>
/// <param name="tables">Its stage 2.</param>
internal sealed class OrdinaryRunner(HostServices services, OrdinaryMachine machine, HostStage2 tables)
{
    private const ulong BsuInnerShareable = 1UL << 10;

    private const ulong Controls = HCR_EL2.VM | HCR_EL2.SWIO | HCR_EL2.PTW | HCR_EL2.FMO | HCR_EL2.IMO | HCR_EL2.AMO | HCR_EL2.FB
        | BsuInnerShareable | HCR_EL2.TWI | HCR_EL2.TID3 | HCR_EL2.TSC | HCR_EL2.TACR | HCR_EL2.TIDCP | HCR_EL2.RW | HCR_EL2.API | HCR_EL2.APK
        | HCR_EL2.FWB | HCR_EL2.TERR | HCR_EL2.TLOR | HCR_EL2.EnSCXT;

    // What the host itself runs with.
    private const ulong HostControls = HCR_EL2.RW | HCR_EL2.IMO | HCR_EL2.FMO;

    // RES1 bits; SVE, trace registers and activity monitors trapped.
    private const ulong Cptr = 0x33FF | CPTR_EL2.TTA | CPTR_EL2.TAM;
    private const ulong Mdcr = MDCR_EL2.TDOSA | MDCR_EL2.TDRA | MDCR_EL2.TDA | MDCR_EL2.TPM | MDCR_EL2.TPMCR | MDCR_EL2.TTRF;
    private const ulong ControlRegisters = 9; // those of SetControls
    private const int RepeatLimit = 16;
    private const int BlockLevel = 2, LastLevel = 3;

    private readonly OrdinaryCalls _calls = new(services, machine);
    private readonly OrdinaryTraps _traps = new(services, machine);

    /// <summary>Runs a virtual CPU, with the virtual machine's lock held but while the guest has the PE.</summary>
    /// <returns>Why the VMM is needed, or another may have its turn.</returns>
    public async Script<RunExit> Run(OrdinaryVcpu vcpu)
    {
        while (true)
        {
            if (machine.IsGone)
                return new RunExit.HostFailure(HostResult.Fail(Errno.EIO, "the virtual machine is gone"));
            ExceptionType type = await Enter(vcpu);
            if (HandleExit(vcpu, type) is { } exit)
                return exit;
        }
    }

    private async Script<ExceptionType> Enter(OrdinaryVcpu vcpu)
    {
        VcpuInterrupts? interrupts = machine.Gic?.Of(vcpu);
        interrupts?.Load(services.Pe);
        machine.KickOthers(services.Gic, vcpu.HostAffinity);
        (vcpu.IsRunning, vcpu.IsKicked) = (true, false);
        // A line that the guest has been told of is a level: it must not bring the guest out again and again.
        services.Gic.EnableTimers(VcpuInterrupts.IsAsserted(vcpu.VirtualTimer, Count), VcpuInterrupts.IsAsserted(vcpu.PhysicalTimer, Count));
        services.Pe.Charge(HypervisorCosts.GuestEnter);
        vcpu.Load(services.Pe);
        SetControls(services.Pe, vcpu);
        machine.Lock.Release();
        await services.EnterGuest();
        ProcessingElement pe = services.Pe;
        vcpu.Esr = new EsrValue(pe[R.ESR_EL2]);
        vcpu.Far = pe[R.FAR_EL2];
        vcpu.Hpfar = new HpfarEl2(pe[R.HPFAR_EL2]);
        ExceptionType type = services.LastException;
        vcpu.Save(pe);
        pe[R.HCR_EL2] = HostControls;
        interrupts?.Store(pe);
        services.Gic.EnableTimers(false, false);
        vcpu.IsRunning = false;
        vcpu.HasExited = true;
        await machine.Lock.Acquire(services);
        services.Gic.Drain();
        machine.RecEntries++;
        return type;
    }

    private ulong Count => services.Pe[R.CNTPCT_EL0];

    private void SetControls(ProcessingElement pe, OrdinaryVcpu vcpu)
    {
        pe[R.HCR_EL2] = Controls;
        pe[R.HCRX_EL2] = HCRX_EL2.MSCEn | HCRX_EL2.SCTLR2En | HCRX_EL2.TCR2En;
        pe[R.VTCR_EL2] = TranslationControl();
        pe[R.VTTBR_EL2] = VTTBR_EL2.VMID.Set(machine.Root, (ulong)machine.Vmid);
        pe[R.VPIDR_EL2] = pe[R.MIDR_EL1];
        pe[R.VMPIDR_EL2] = vcpu.Mpidr.Value | 1UL << 31;
        pe[R.CPTR_EL2] = Cptr;
        pe[R.MDCR_EL2] = Mdcr | (pe[R.MDCR_EL2] & MDCR_EL2.HPMN.Mask);
        pe[R.CNTHCTL_EL2] = CNTHCTL_EL2.EL1PCTEN | CNTHCTL_EL2.EL1PCEN;
        pe.Charge(ControlRegisters * HypervisorCosts.SystemRestore);
    }

    private ulong TranslationControl()
    {
        ulong vtcr = VTCR_EL2.T0SZ.Set(VTCR_EL2.VS, (ulong)(64 - machine.Geometry.IpaBits));
        // TG0 and SL0 count differently for each granule: Arm ARM, VTCR_EL2.
        TranslationGranule granule = services.PageSize.Granule;
        vtcr = VTCR_EL2.TG0.Set(vtcr, granule switch { TranslationGranule.Size4K => 0, TranslationGranule.Size64K => 1, _ => 2UL });
        vtcr = VTCR_EL2.SL0.Set(vtcr, (ulong)((granule == TranslationGranule.Size4K ? 2 : 3) - machine.Geometry.StartLevel));
        vtcr = VTCR_EL2.IRGN0.Set(vtcr, 1);
        vtcr = VTCR_EL2.ORGN0.Set(vtcr, 1);
        vtcr = VTCR_EL2.SH0.Set(vtcr, 3);
        return VTCR_EL2.PS.Set(vtcr, 5); // 48 bits
    }

    private RunExit? HandleExit(OrdinaryVcpu vcpu, ExceptionType type)
    {
        services.Pe.Charge(HypervisorCosts.ExitDispatch);
        machine.Gic?.Of(vcpu).SetTimers(vcpu, Count);
        if (type != ExceptionType.Synchronous)
        {
            vcpu.Esr = default;
            return new RunExit.Idle(IsOff: false); // an interrupt: the host has taken it
        }
        EsrValue esr = vcpu.Esr;
        switch (esr.EC)
        {
            case ExceptionClass.Hvc64:
                return _calls.Handle(vcpu, esr.Imm16);
            case ExceptionClass.Smc64:
                vcpu.Pc += 4; // trapped: the return address is the instruction itself
                return _calls.Handle(vcpu, esr.Imm16);
            case ExceptionClass.TrappedWfx:
                vcpu.Pc += 4;
                vcpu.Wait(ESR_ELx.TI.Get(esr.Value) >= 2 ? vcpu.Gpr(ESR_ELx.RN.GetInt(esr.Value)) + machine.CounterOffset : null);
                return new RunExit.Idle(IsOff: false);
            case ExceptionClass.TrappedSystem:
                _traps.Handle(vcpu);
                return null;
            case ExceptionClass.DataAbortLower or ExceptionClass.InstructionAbortLower:
                services.Pe.Charge(HypervisorCosts.FaultHandling);
                return HandleAbort(vcpu);
            default:
                ExceptionInjection.Unknown(vcpu);
                return null;
        }
    }

    private RunExit? HandleAbort(OrdinaryVcpu vcpu)
    {
        EsrValue esr = vcpu.Esr;
        ulong ipa = vcpu.FaultIpa;
        if (esr.FSC > FaultStatusCode.PermissionLevel3)
        {
            ExceptionInjection.ExternalAbort(vcpu);
            return null;
        }
        MemorySlot? slot = machine.FindSlot(ipa);
        bool isWrite = esr.IsDataAbort && esr.WnR && !esr.S1PTW;
        if (slot?.Shared is null || (slot.IsReadOnly && isWrite))
            return HandleDevice(vcpu, ipa);
        HostResult mapped = Map(slot, ipa);
        if (!mapped.IsOk && mapped.Error != Errno.EEXIST)
            return new RunExit.HostFailure(mapped);
        vcpu.FaultRepeats = vcpu.LastFaultIpa == ipa ? vcpu.FaultRepeats + 1 : 0;
        vcpu.LastFaultIpa = ipa;
        return vcpu.FaultRepeats >= RepeatLimit ? new RunExit.Stuck($"faults again and again on IPA 0x{ipa:X} ({esr})") : null;
    }

    private RunExit? HandleDevice(OrdinaryVcpu vcpu, ulong ipa)
    {
        EsrValue esr = vcpu.Esr;
        if (esr.IsInstructionAbort)
            return new RunExit.Stuck($"fetched an instruction at IPA 0x{ipa:X}, where no memory is ({esr})");
        if (!esr.ISV)
        {
            ExceptionInjection.ExternalAbort(vcpu);
            return null;
        }
        int size = 1 << esr.SAS;
        ulong value = vcpu.Gpr(esr.SRT) & (ulong.MaxValue >> (64 - 8 * size));
        var access = new RunExit.Mmio(ipa, size, esr.WnR, esr.WnR ? value : 0);
        if (machine.TryEmulate(vcpu, access))
            return null;
        vcpu.IsMmioPending = true;
        return access;
    }

    // 2 MiB at once where the memory is in one piece, and the tables have nothing there.
    private HostResult Map(MemorySlot slot, ulong ipa)
    {
        ulong block = services.PageSize.EntryBytes(BlockLevel);
        ulong start = ipa & ~(block - 1);
        if (block == UserMemoryBlock.SizeBytes && machine.Geometry.StartLevel <= BlockLevel && slot.Range.Contains(start, block) && slot.SharedOffsetOf(start) % block == 0
            && !slot.Mapped.Intersects(start, block) && tables.IsEmpty(start, BlockLevel)
            && slot.Shared!.TryTouchBlock(slot.SharedOffsetOf(start), out ulong whole))
            return Map(slot, start, whole, BlockLevel);
        ulong page = services.PageSize.Of(ipa);
        HostResult touched = slot.Shared!.Touch(slot.SharedOffsetOf(page), out ulong pa);
        return touched.IsOk ? Map(slot, page, pa, LastLevel) : touched;
    }

    private HostResult Map(MemorySlot slot, ulong ipa, ulong pa, int level)
    {
        HostResult mapped = tables.Map(ipa, pa, level, slot.IsReadOnly);
        if (!mapped.IsOk)
            return mapped;
        ulong sizeBytes = services.PageSize.EntryBytes(level);
        slot.Mapped.Add(ipa, sizeBytes);
        machine.SharedPagesMapped += (long)(sizeBytes / services.PageSize.Bytes);
        return mapped;
    }
}
