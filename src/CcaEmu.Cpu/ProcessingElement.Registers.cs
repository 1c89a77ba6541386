using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

public sealed unsafe partial class ProcessingElement
{
    private ExceptionLevel _level;
    private bool _spSel;
    private bool _illegal;
    private int _daif;

    /// <summary>Current Exception level, PSTATE.EL.</summary>
    public ExceptionLevel CurrentLevel => _level;

    /// <summary>Current security state: Root at EL3, else by SCR_EL3.{NSE,NS}.</summary>
    public SecurityState SecurityState => _level == ExceptionLevel.EL3 ? SecurityState.Root : LowerSecurityState;

    /// <summary>Security state of the levels below EL3 by SCR_EL3.{NSE,NS}.</summary>
    /// <remarks>The reserved combination NSE=1, NS=0 reads as Root here; an exception return to it is illegal.</remarks>
    public SecurityState LowerSecurityState => new ScrEl3(_registers[(int)SystemRegister.SCR_EL3]).SecurityState;

    /// <summary>Address of the next instruction.</summary>
    public ulong PC
    {
        get => _s->PC;
        set => _s->PC = value;
    }

    /// <summary>General-purpose register X0 to X30 by reference.</summary>
    /// <param name="register">0 to 30.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such register.</exception>
    public ref ulong X(int register)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)register, 30u);
        return ref _s->X[register];
    }

    /// <summary>SIMD&amp;FP register V0 to V31 by reference, the lowest byte first; no trap is taken.</summary>
    /// <param name="register">0 to 31.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such register.</exception>
    public ref Vector128<byte> V(int register)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)register, 31u);
        return ref _s->V[register];
    }

    /// <summary>
    /// A system register as software at the highest level would see it: reading takes no traps; writing has the register's effects
    /// (translation, granule protection, routing) and keeps its RES0 and RES1 bits.
    /// </summary>
    /// <param name="register">Which.</param>
    public ulong this[SystemRegister register]
    {
        get => ReadRegister(register);
        set => WriteRegister(register, value);
    }

    /// <summary>Process state in the layout of SPSR_ELx.</summary>
    /// <remarks>Arm ARM, C5.2 SPSR_EL3, "exception taken from AArch64 state".</remarks>
    public ulong Pstate => PstateWithoutBranchType | PSTATE.BTYPE.Set(0, (ulong)BranchType);

    private ulong PstateWithoutBranchType => _s->Nzcv | ((ulong)_daif << 6) | (_illegal ? PSTATE.IL : 0) | (_softwareStep ? PSTATE.SS : 0)
        | ((ulong)_level << 2) | (_spSel ? 1UL : 0) | _featureState;

    /// <summary>PSTATE.NZCV as four bits, N in bit 3.</summary>
    public int Nzcv
    {
        get => (int)(_s->Nzcv >> 28);
        set => _s->Nzcv = (uint)value << 28;
    }

    /// <summary>PSTATE.{D,A,I,F} as four bits, D in bit 3.</summary>
    public int Daif
    {
        get => _daif;
        set => _daif = value & 0xF;
    }

    /// <summary>PSTATE.SP: whether SP_ELx and not SP_EL0 is selected. Changing it changes which stack pointer is current.</summary>
    public bool SpSel
    {
        get => _spSel;
        set
        {
            SaveStackPointer();
            _spSel = value;
            LoadStackPointer();
        }
    }

    /// <summary>PSTATE.IL: whether the next instruction takes an Illegal Execution state exception.</summary>
    public bool IllegalExecutionState => _illegal;

    internal PeState* State => _s;

    internal ulong* RegisterFile => _registers;

    /// <summary>The stored value of a register that is plain storage; used where no side effect or computed value can matter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Raw(SystemRegister register) => _registers[(int)register];

    /// <summary>Stack pointer of a level, whether it is the current one or not.</summary>
    /// <param name="level">EL0 to EL3.</param>
    public ulong GetStackPointer(ExceptionLevel level) => SelectedStackPointer == (int)level ? _s->X[PeState.Sp] : _stackPointers[(int)level];

    /// <summary>Sets the stack pointer of a level, whether it is the current one or not.</summary>
    /// <param name="level">EL0 to EL3.</param>
    /// <param name="value">Any value; alignment is checked when it is used.</param>
    public void SetStackPointer(ExceptionLevel level, ulong value)
    {
        _stackPointers[(int)level] = value;
        if (SelectedStackPointer == (int)level)
            _s->X[PeState.Sp] = value;
    }

    /// <summary>Stores a value past masks and effects: what the PE itself sets, such as its identification registers.</summary>
    internal void SetRaw(SystemRegister register, ulong value) => _registers[(int)register] = value;

    private int SelectedStackPointer => _spSel ? (int)_level : 0;

    // Changes level and PSTATE.SP, and with them the current stack pointer.
    private void SelectLevel(ExceptionLevel level, bool spSel)
    {
        if (_level == level && _spSel == spSel)
            return;
        SaveStackPointer();
        _level = level;
        _spSel = spSel;
        LoadStackPointer();
    }

    private void SaveStackPointer() => _stackPointers[SelectedStackPointer] = _s->X[PeState.Sp];

    private void LoadStackPointer() => _s->X[PeState.Sp] = _stackPointers[SelectedStackPointer];

    // What MRS and MSR come to may have changed.
    private ulong _accessEpoch = 1;

    private void RenewAccessKey() => _s->AccessKey = _accessEpoch << 2 | (ulong)_level;

    /// <summary>What a register is like on this PE.</summary>
    internal ref readonly RegisterTrait TraitOf(SystemRegister register) => ref _traits[(int)register];

    /// <summary>Stores a register of which <see cref="PlainAccess.Writes"/> holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void WritePlain(int register, ulong value)
    {
        ref readonly RegisterTrait trait = ref _traits[register];
        _registers[register] = (value & trait.WriteMask) | trait.FixedOnes;
    }

    /// <summary>
    /// Whether a register is nothing but a word of the file for whoever keeps it, and writing what it holds does nothing. Counters count by
    /// themselves; PMCR_EL0 has a number of counters beside, which nobody writes.
    /// </summary>
    internal static bool IsWordOfFile(in RegisterTrait trait, SystemRegister register) =>
        !trait.Computed && trait.Storage == (ushort)register && trait.Effect == WriteEffect.Replace
        && (!IsMonitorRegister(register) || register is SystemRegister.PMUSERENR_EL0 or SystemRegister.AMUSERENR_EL0 or SystemRegister.MDCR_EL2 or SystemRegister.PMCR_EL0);

    private ulong ReadRegister(SystemRegister register)
    {
        ref readonly RegisterTrait trait = ref _traits[(int)register];
        if (IsMonitorRegister(register))
            return ReadMonitor(register, (SystemRegister)trait.Storage);
        return trait.Computed ? ReadComputed((SystemRegister)trait.Storage) : _registers[trait.Storage];
    }

    private void WriteRegister(SystemRegister register, ulong value)
    {
        ref readonly RegisterTrait trait = ref _traits[(int)register];
        if (PlainAccess.Gates((SystemRegister)trait.Storage))
        {
            _accessEpoch++;
            RenewAccessKey();
        }
        bool host = trait.HasHostLayout && (Raw(SystemRegister.HCR_EL2) & HCR_EL2.E2H) != 0;
        value = host ? (value & trait.HostWriteMask) | trait.HostFixedOnes : (value & trait.WriteMask) | trait.FixedOnes;
        if (IsMonitorRegister(register))
        {
            WriteMonitor(register, value, trait);
            return;
        }
        if (trait.Effect != WriteEffect.Replace)
            value = trait.Effect == WriteEffect.Set ? _registers[trait.Storage] | value : _registers[trait.Storage] & ~value;
        if (trait.Computed && TryWriteComputed((SystemRegister)trait.Storage, value))
            return;
        if (IsDebugRegister(register))
        {
            _registers[trait.Storage] = value;
            OnDebugRegisterWritten(register, value);
            return;
        }
        ref ulong stored = ref _registers[trait.Storage];
        if (stored == value)
            return;
        stored = value;
        if (trait.Translates)
            InvalidateRegime();
        if (trait.Times)
            OnTimerRegisterWritten();
    }

    private ulong ReadComputed(SystemRegister register) => register switch
    {
        // What every world switch asks for comes first.
        >= SystemRegister.ICC_SRE_EL1 and <= SystemRegister.ICH_LR15_EL2 => CpuInterface?.Read(this, register, false) ?? Raw(register),
        SystemRegister.CNTP_CTL_EL0 or SystemRegister.CNTV_CTL_EL0 when (Raw(register) & CNTx_CTL.ENABLE) == 0 => Raw(register),
        SystemRegister.GPCCR_EL3 => Physical.GPCCR_EL3,
        SystemRegister.GPTBR_EL3 => Physical.GPTBR_EL3,
        SystemRegister.SP_EL0 => GetStackPointer(ExceptionLevel.EL0),
        SystemRegister.SP_EL1 => GetStackPointer(ExceptionLevel.EL1),
        SystemRegister.SP_EL2 => GetStackPointer(ExceptionLevel.EL2),
        SystemRegister.NZCV => _s->Nzcv,
        SystemRegister.DAIF => (ulong)_daif << 6,
        SystemRegister.CurrentEL => (ulong)_level << 2,
        SystemRegister.SPSel => _spSel ? 1UL : 0,
        SystemRegister.ISR_EL1 => InterruptStatus,
        SystemRegister.PAN => _featureState & PSTATE.PAN,
        SystemRegister.UAO => _featureState & PSTATE.UAO,
        SystemRegister.DIT => _featureState & PSTATE.DIT,
        SystemRegister.SSBS => _featureState & PSTATE.SSBS,
        SystemRegister.FPCR => _s->Fpcr,
        SystemRegister.FPSR => _s->Fpsr,
        _ => TimerRegisters.Read(this, register),
    };

    // False where the file takes the value after all (a timer's control register, whose ISTATUS alone is computed).
    private bool TryWriteComputed(SystemRegister register, ulong value)
    {
        switch (register)
        {
            case SystemRegister.GPCCR_EL3: Physical.GPCCR_EL3 = value; FlushAllTlbs(); return true;
            case SystemRegister.GPTBR_EL3: Physical.GPTBR_EL3 = value; FlushAllTlbs(); return true;
            case SystemRegister.SP_EL0: SetStackPointer(ExceptionLevel.EL0, value); return true;
            case SystemRegister.SP_EL1: SetStackPointer(ExceptionLevel.EL1, value); return true;
            case SystemRegister.SP_EL2: SetStackPointer(ExceptionLevel.EL2, value); return true;
            case SystemRegister.NZCV: _s->Nzcv = (uint)value & 0xF000_0000; return true;
            case SystemRegister.DAIF: _daif = (int)(value >> 6) & 0xF; return true;
            case SystemRegister.SPSel: SpSel = (value & 1) != 0; return true;
            case SystemRegister.PAN: SetFeatureState(PSTATE.PAN, (value & PSTATE.PAN) != 0); return true;
            case SystemRegister.UAO: SetFeatureState(PSTATE.UAO, (value & PSTATE.UAO) != 0); return true;
            case SystemRegister.DIT: SetFeatureState(PSTATE.DIT, (value & PSTATE.DIT) != 0); return true;
            case SystemRegister.SSBS: SetFeatureState(PSTATE.SSBS, (value & PSTATE.SSBS) != 0); return true;
            case SystemRegister.FPCR: _s->Fpcr = (uint)value & ~(Features.Has(Feature.FEAT_FP16) ? 0 : FPCR.FZ16); return true;
            case SystemRegister.FPSR: _s->Fpsr = (uint)value; return true;
            case >= SystemRegister.ICC_SRE_EL1 and <= SystemRegister.ICH_LR15_EL2:
                CpuInterface?.Write(this, register, value, false);
                return false; // the file keeps what was written: the traps of ICH_HCR_EL2 are looked up there
            default: return TimerRegisters.TryWrite(this, register, value);
        }
    }
}
