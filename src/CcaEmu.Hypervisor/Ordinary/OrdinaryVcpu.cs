using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Core;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Hypervisor.Ordinary;

/// <summary>One virtual CPU of an ordinary virtual machine: its registers while it does not run, and what the last exit left to do.</summary>
internal sealed class OrdinaryVcpu : Vcpu
{
    private const int VectorCount = 32;

    // X0 to X30, PC and PSTATE; offset, control and compare value of the timers.
    private const ulong GeneralCount = 33, TimerRegisters = 5;

    private readonly OrdinaryMachine _machine;
    private readonly R[] _registers;
    private readonly ulong[] _values;
    private readonly Vector128<byte>[] _vectors = new Vector128<byte>[VectorCount];
    private (ulong Control, ulong CompareValue) _virtualTimer, _physicalTimer;

    /// <summary>A virtual CPU as it comes out of reset.</summary>
    /// <param name="machine">Its virtual machine.</param>
    /// <param name="pe">A PE of the host: what it implements, the virtual CPU does.</param>
    public OrdinaryVcpu(OrdinaryMachine machine, ProcessingElement pe)
        : base(machine.Vcpus.Count)
    {
        _machine = machine;
        _registers = GuestRegisters.Of(pe);
        _values = new ulong[_registers.Length];
        Reset();
    }

    /// <summary>PC.</summary>
    public ulong Pc { get; set; }

    /// <summary>PSTATE, as SPSR_EL2 holds it.</summary>
    public ulong Pstate { get; set; }

    /// <summary>ESR_EL2 of the last exit; 0 for an interrupt.</summary>
    public EsrValue Esr { get; set; }

    /// <summary>FAR_EL2 of the last exit.</summary>
    public ulong Far { get; set; }

    /// <summary>HPFAR_EL2 of the last exit.</summary>
    public HpfarEl2 Hpfar { get; set; }

    /// <summary>The address of the last stage 2 fault.</summary>
    public ulong FaultIpa => Hpfar.Page.Value | (Far & 0xFFF);

    /// <inheritdoc/>
    public override (ulong Control, ulong CompareValue) VirtualTimer => (_virtualTimer.Control, _virtualTimer.CompareValue + _machine.CounterOffset);

    /// <inheritdoc/>
    public override (ulong Control, ulong CompareValue) PhysicalTimer => _physicalTimer;

    /// <inheritdoc/>
    public override bool HasPendingMmio => IsMmioPending;

    /// <summary>Whether the last exit was a device access that waits to be completed.</summary>
    public bool IsMmioPending { get; set; }

    /// <summary>A register of the virtual CPU.</summary>
    /// <param name="register">One of <see cref="GuestRegisters"/> that its PE has.</param>
    public ref ulong this[R register] => ref _values[Array.IndexOf(_registers, register)];

    /// <summary>Puts everything to what it is after a reset; X0 to X30 and the PC are for the caller.</summary>
    public void Reset()
    {
        for (int i = 0; i < _registers.Length; i++)
            _values[i] = SystemRegisterTable.Get(_registers[i]).ResetValue;
        Array.Clear(_vectors);
        (_virtualTimer, _physicalTimer) = (default, default);
        Pstate = SpsrValue.Create(ExceptionLevel.EL1, handler: true, daif: 0xF).Value;
        IsMmioPending = false;
    }

    /// <summary>X0 to X30, or zero for 31.</summary>
    public ulong Gpr(int register) => register == 31 ? 0 : Gprs[register];

    /// <summary>Sets X0 to X30; 31 discards.</summary>
    public void SetGpr(int register, ulong value)
    {
        if (register != 31)
            Gprs[register] = value;
    }

    /// <summary>Puts the registers onto a PE.</summary>
    public void Load(ProcessingElement pe)
    {
        for (int i = 0; i < _registers.Length; i++)
            pe[_registers[i]] = _values[i];
        for (int i = 0; i < GprCount; i++)
            pe.X(i) = Gprs[i];
        _vectors.CopyTo(Vectors(pe));
        pe[R.CNTVOFF_EL2] = _machine.CounterOffset;
        (pe[R.CNTV_CVAL_EL0], pe[R.CNTV_CTL_EL0]) = (_virtualTimer.CompareValue, _virtualTimer.Control);
        (pe[R.CNTP_CVAL_EL0], pe[R.CNTP_CTL_EL0]) = (_physicalTimer.CompareValue, _physicalTimer.Control);
        pe[R.ELR_EL2] = Pc;
        pe[R.SPSR_EL2] = Pstate;
        pe.Charge(GeneralCount * HypervisorCosts.GeneralRestore);
        pe.Charge(((ulong)_registers.Length + TimerRegisters) * HypervisorCosts.SystemRestore);
        pe.Charge(VectorCount * HypervisorCosts.VectorRestore);
    }

    /// <summary>Takes the registers from a PE. Its timers are off then: the host looks after the guest's.</summary>
    public void Save(ProcessingElement pe)
    {
        for (int i = 0; i < _registers.Length; i++)
            _values[i] = pe[_registers[i]];
        for (int i = 0; i < GprCount; i++)
            Gprs[i] = pe.X(i);
        Vectors(pe).CopyTo(_vectors);
        _virtualTimer = (pe[R.CNTV_CTL_EL0], pe[R.CNTV_CVAL_EL0]);
        _physicalTimer = (pe[R.CNTP_CTL_EL0], pe[R.CNTP_CVAL_EL0]);
        pe[R.CNTV_CTL_EL0] = 0;
        pe[R.CNTP_CTL_EL0] = 0;
        pe[R.CNTVOFF_EL2] = 0;
        Pc = pe[R.ELR_EL2];
        Pstate = pe[R.SPSR_EL2];
        pe.Charge(GeneralCount * HypervisorCosts.GeneralSave);
        pe.Charge(((ulong)_registers.Length + TimerRegisters) * HypervisorCosts.SystemSave);
        pe.Charge(VectorCount * HypervisorCosts.VectorSave);
    }

    /// <inheritdoc/>
    public override void CompleteMmio(ulong value)
    {
        IsMmioPending = false;
        Pc += 4;
        if (Esr.WnR)
            return;
        int bits = 8 << Esr.SAS;
        value <<= 64 - bits;
        value = Esr.SSE ? (ulong)((long)value >> (64 - bits)) : value >> (64 - bits);
        SetGpr(Esr.SRT, Esr.SF ? value : (uint)value);
    }

    /// <inheritdoc/>
    public override void AbortMmio()
    {
        IsMmioPending = false;
        ExceptionInjection.ExternalAbort(this);
    }

    /// <inheritdoc/>
    public override RealmExitReport Report() => new(Esr.Value == 0 ? "Irq" : "Sync", Esr.Value, Far, Hpfar.Value)
    {
        Text = Esr.Value == 0 ? "Irq" : $"Sync, {Esr}, IPA {new Ipa(FaultIpa)}, PC 0x{Pc:x}",
    };

    private static Span<Vector128<byte>> Vectors(ProcessingElement pe) => MemoryMarshal.CreateSpan(ref pe.V(0), VectorCount);
}
