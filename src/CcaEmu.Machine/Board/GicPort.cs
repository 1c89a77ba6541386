using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Devices.Gic;

namespace CcaEmu.Machine.Board;

/// <summary>Where a PE and its GIC CPU interface meet: register accesses go one way, signals the other. Neither knows of the other.</summary>
internal sealed class GicPort : ICpuInterface, ICpuInterfaceOutput
{
    private readonly Machine _machine;
    private readonly GicV3 _gic;
    private readonly ProcessingElement _pe;

    /// <summary>Plugs the CPU interface of a PE into it.</summary>
    /// <param name="machine">The board, with its GIC.</param>
    /// <param name="pe">The PE.</param>
    public GicPort(Machine machine, ProcessingElement pe)
    {
        _machine = machine;
        _gic = machine.Gic;
        _pe = pe;
        _gic.Connect(pe.Index, this);
        pe.CpuInterface = this;
    }

    /// <inheritdoc/>
    public ulong Read(ProcessingElement pe, SystemRegister register, bool isVirtual)
    {
        // What is pending now may hang on a timer that was written since the last branch.
        if (!isVirtual && register is (SystemRegister.ICC_IAR0_EL1 or SystemRegister.ICC_IAR1_EL1 or SystemRegister.ICC_HPPIR0_EL1 or SystemRegister.ICC_HPPIR1_EL1))
            _machine.RefreshInterrupts(pe);
        // EL2's view of the virtual interface is one and the same from everywhere.
        CpuInterfaceView view = register >= SystemRegister.ICH_AP0R0_EL2 ? default : ViewOf(pe);
        return _gic.ReadRegister(pe.Index, register, view, isVirtual);
    }

    /// <inheritdoc/>
    public void ReadListRegisters(ProcessingElement pe, Span<ulong> values) => _gic.ReadListRegisters(pe.Index, values);

    /// <inheritdoc/>
    public void Write(ProcessingElement pe, SystemRegister register, ulong value, bool isVirtual) =>
        _gic.WriteRegister(pe.Index, register, value, ViewOf(pe), isVirtual);

    /// <inheritdoc/>
    public void Reset() => _gic.ResetCpuInterface(_pe.Index);

    /// <inheritdoc/>
    public void Signal(GroupSignal signal) => _pe.SetGroupSignal(signal);

    /// <inheritdoc/>
    public void SignalVirtual(bool irq, bool fiq)
    {
        _pe.SetInterruptLine(InterruptLine.VirtualIrq, irq);
        _pe.SetInterruptLine(InterruptLine.VirtualFiq, fiq);
    }

    private static CpuInterfaceView ViewOf(ProcessingElement pe)
    {
        ulong scr = pe[SystemRegister.SCR_EL3];
        SecurityState lower = new ScrEl3(scr).SecurityState;
        ulong hcr = lower == SecurityState.Secure ? 0 : pe[SystemRegister.HCR_EL2];
        return new CpuInterfaceView(pe.CurrentLevel, lower, (scr & SCR_EL3.FIQ) != 0, (scr & SCR_EL3.IRQ) != 0,
            (hcr & HCR_EL2.FMO) != 0, (hcr & HCR_EL2.IMO) != 0);
    }
}
