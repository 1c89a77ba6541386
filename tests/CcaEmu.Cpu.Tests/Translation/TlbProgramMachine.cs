using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>Two PEs with every translation regime in each security state, tables for all of them, and a Granule Protection Table.</summary>
/// <remarks>
/// Each regime maps its code and a few pages, by one of two last-level tables; stage 2 of each state maps tables, code and a few frames,
/// likewise. Pages of memory hold their number.
/// </remarks>
internal sealed class TlbProgramMachine : IPeEnvironment, IPeObserver, IDisposable
{
    public const int Pes = 2, Pages = 4, Frames = 3, Granules = 4, Tables = 2;

    /// <summary>What a load gives where it faults.</summary>
    public const int Stage1Fault = -1, Stage2Fault = -2, GranuleFault = -3;

    private const ulong Code = 0x1_0000, Maintenance = Code + 0x100, TableBase = 0x20_0000, Va = 0x40_0000, Ipa = 0x50_0000, Pa = 0x60_0000;
    private const ulong Gpt = 0x80_0000, GptLevel1 = 0x82_0000;
    private const ulong Leaf = 1UL << 10 | 3UL << 8 | 1, ReadOnly = 1UL << 7, NotGlobal = 1UL << 11, NS = 1UL << 5, NSE = 1UL << 11;
    private const ulong Stage2Leaf = 1UL << 10 | 3UL << 8 | 0xFUL << 2 | 3UL << 6 | 1;
    private const uint Load = 0xF940_0001; // LDR X1, [X0]

    private static readonly SecurityState[] _states = [SecurityState.NonSecure, SecurityState.Realm, SecurityState.Secure];

    private readonly PhysicalMemory _memory = new();
    private readonly GranuleProtection _plain;
    private readonly ProcessingElement[] _pes;
    private readonly Dictionary<TlbProgramRegime, TlbProgramTables> _stage1 = [];
    private readonly Dictionary<SecurityState, TlbProgramTables> _stage2 = [];
    private ulong _nextTable = TableBase;
    private ExceptionTaken? _taken;

    public TlbProgramMachine()
    {
        _memory.AddRam(0, 0x100_0000);
        _plain = new GranuleProtection(_memory);
        foreach (TlbProgramRegime regime in TlbProgramRegime.All)
            _stage1[regime] = BuildStage1(regime);
        foreach (SecurityState state in _states)
            _stage2[state] = BuildStage2();
        BuildGpt();
        Put(Code, Load);
        for (int granule = 0; granule < Granules; granule++)
            Put(Pa + (ulong)granule * 0x1000, (ulong)granule);
        _pes = [.. Enumerable.Range(0, Pes).Select(index => new ProcessingElement(index, _memory, PeFeatures.Default, this) { Observer = this })];
        foreach (ProcessingElement pe in _pes)
        {
            pe.Peers = _pes;
            Configure(pe);
        }
    }

    public ulong SystemCount(ProcessingElement pe) => 0;

    public ulong NextRandom() => 0;

    public void OnException(ProcessingElement pe, in ExceptionTaken taken) => _taken ??= taken;

    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
    }

    public void Dispose()
    {
        foreach (ProcessingElement pe in _pes)
            pe.Dispose();
        _plain.Dispose();
        _memory.Dispose();
    }

    /// <summary>Maps a page, in one of the two last-level tables of a regime, to a frame or granule; or to nothing with a negative number.</summary>
    public void SetStage1(TlbProgramRegime regime, int table, int page, int target)
    {
        ulong address = (regime.HasStage2 ? Ipa : Pa) + (ulong)Math.Max(0, target) * 0x1000;
        ulong more = regime.Level switch { ExceptionLevel.EL3 => NS, ExceptionLevel.EL2 => 0, _ => IsGlobal(page) ? 0 : NotGlobal };
        Put(_stage1[regime].Leaves[table] + (Va >> 12 & 511) * 8 + (ulong)page * 8, target < 0 ? 0 : address | Leaf | 2 | ReadOnly | more);
    }

    /// <summary>Has a regime use one of its last-level tables.</summary>
    public void SelectStage1(TlbProgramRegime regime, int table) => Put(_stage1[regime].Selector, _stage1[regime].Leaves[table] | 3);

    /// <summary>Maps a frame, in one of the two last-level stage 2 tables of a state, to a granule; or to nothing with a negative number.</summary>
    public void SetStage2(SecurityState state, int table, int frame, int granule) => Put(
        _stage2[state].Leaves[table] + (Ipa >> 12 & 511) * 8 + (ulong)frame * 8, granule < 0 ? 0 : Pa + (ulong)granule * 0x1000 | Stage2Leaf | 2);

    /// <summary>Has stage 2 of a state use one of its last-level tables.</summary>
    public void SelectStage2(SecurityState state, int table) => Put(_stage2[state].Selector, _stage2[state].Leaves[table] | 3);

    /// <summary>Writes the GPI of a granule.</summary>
    public void SetGpi(int granule, Gpi gpi)
    {
        ulong pa = Pa + (ulong)granule * 0x1000, entry = GptLevel1 + (pa >> 16) * 8;
        _plain.Read(new PhysicalAddress(entry, Pas.Root), 8, out ulong value);
        Put(entry, new CcaEmu.Arm.Formats.GptL1Descriptor(value).With((int)(pa >> 12) & 15, gpi).Value);
    }

    /// <summary>Whether a page of the EL1&amp;0 regimes is global.</summary>
    public static bool IsGlobal(int page) => page == Pages - 1;

    /// <summary>Loads from a page in a context; gives the number of the granule or a fault.</summary>
    public int LoadFrom(int pe, in TlbProgramContext context, int page)
    {
        ProcessingElement self = Switch(pe, context);
        TlbProgramRegime regime = context.Regime;
        if (regime.Level == ExceptionLevel.EL3)
        {
            self[R.SCTLR_EL3] = SCTLR_ELx.M;
        }
        else
        {
            self[R.SPSR_EL3] = SpsrValue.Create(regime.Level, handler: true, daif: 0xF).Value;
            self.ExceptionReturn();
        }
        self.X(0) = Va + (ulong)page * 0x1000;
        Run(self, Code);
        if (_taken is not { } taken)
            return (int)self.X(1);
        // At EL3 itself a granule protection fault is a Data Abort.
        return (taken.Syndrome & 63) == (ulong)FaultStatusCode.GranuleProtection ? GranuleFault
            : taken.Target == ExceptionLevel.EL2 && regime.Level == ExceptionLevel.EL1 ? Stage2Fault : Stage1Fault;
    }

    /// <summary>Executes a TLBI at EL3 of a PE, for the security state and with the VMID of a context.</summary>
    public void Maintain(int pe, in TlbProgramContext context, SystemInstruction instruction, ulong argument)
    {
        ProcessingElement self = Switch(pe, context);
        SystemRegisterEncoding e = instruction.Encoding;
        Put(Maintenance, 0xD508_0000 | (ulong)(e.Op1 << 16 | e.CRn << 12 | e.CRm << 8 | e.Op2 << 5));
        self.X(0) = argument;
        Run(self, Maintenance);
        Assert.That(_taken, Is.Null, instruction.Name);
    }

    /// <summary>The operand of a TLBI by virtual address, IPA or physical address: bits 55:12 of the page's address.</summary>
    public static ulong PageOf(char kind, int number) => ((kind switch { 'V' => Va, 'I' => Ipa, _ => Pa }) >> 12) + (ulong)number;

    private void Run(ProcessingElement pe, ulong address)
    {
        _taken = null;
        pe.PC = address;
        pe.Run(1, exact: true);
    }

    private ProcessingElement Switch(int index, in TlbProgramContext context)
    {
        ProcessingElement pe = _pes[index];
        if (pe.CurrentLevel != ExceptionLevel.EL3)
            pe.TakeException(ExceptionLevel.EL3, ExceptionType.Irq, 0, Code);
        pe[R.SCTLR_EL3] = 0;
        SecurityState state = context.Regime.State == SecurityState.Root ? SecurityState.NonSecure : context.Regime.State;
        pe[R.SCR_EL3] = new ScrEl3(SCR_EL3.EEL2 | SCR_EL3.GPF).WithSecurityState(state).Value;
        ulong vmid = (ulong)context.Vmid << 48;
        pe[R.VTTBR_EL2] = _stage2[state].Root | vmid;
        pe[R.VSTTBR_EL2] = _stage2[SecurityState.Secure].Root;
        pe[R.TTBR0_EL1] = _stage1[new TlbProgramRegime(ExceptionLevel.EL1, state)].Root | (ulong)context.Asid << 48;
        pe[R.TTBR0_EL2] = _stage1[new TlbProgramRegime(ExceptionLevel.EL2, state)].Root;
        return pe;
    }

    private void Configure(ProcessingElement pe)
    {
        const ulong OneRange = 25 | 5UL << 16;
        pe[R.VBAR_EL1] = pe[R.VBAR_EL2] = pe[R.VBAR_EL3] = 0x1_8000;
        pe[R.MAIR_EL1] = pe[R.MAIR_EL2] = pe[R.MAIR_EL3] = 0xFF;
        pe[R.TCR_EL1] = 25 | 1UL << 23 | 5UL << 32;
        pe[R.TCR_EL2] = pe[R.TCR_EL3] = OneRange;
        pe[R.TTBR0_EL3] = _stage1[new TlbProgramRegime(ExceptionLevel.EL3, SecurityState.Root)].Root;
        pe[R.VTCR_EL2] = OneRange | 1UL << 6;
        pe[R.VSTCR_EL2] = 25 | 1UL << 6;
        pe[R.HCR_EL2] = HCR_EL2.VM;
        pe[R.SCTLR_EL1] = pe[R.SCTLR_EL2] = SCTLR_ELx.M;
        pe[R.GPTBR_EL3] = Gpt >> 12;
        pe[R.GPCCR_EL3] = 1UL << 16 | 3UL << 12 | 1UL << 10 | 1UL << 8;
    }

    private TlbProgramTables BuildStage1(TlbProgramRegime regime)
    {
        ulong root = NewTable(), level2 = NewTable();
        ulong block = Leaf | ReadOnly | (regime.Level == ExceptionLevel.EL3 ? NSE : 0);
        Put(root, level2 | 3);
        Put(level2, block);
        return new TlbProgramTables(root, level2 + (Va >> 21) * 8, [NewTable(), NewTable()]);
    }

    private TlbProgramTables BuildStage2()
    {
        ulong root = NewTable(), level2 = NewTable();
        Put(root, level2 | 3);
        Put(level2, Stage2Leaf);
        Put(level2 + (TableBase >> 21) * 8, TableBase | Stage2Leaf);
        return new TlbProgramTables(root, level2 + (Ipa >> 21) * 8, [NewTable(), NewTable()]);
    }

    private void BuildGpt()
    {
        Put(Gpt, GptLevel1 | 3);
        for (ulong i = 0; i < 0x100; i++)
            Put(GptLevel1 + i * 8, ulong.MaxValue);
    }

    private ulong NewTable()
    {
        ulong table = _nextTable;
        _nextTable += 0x1000;
        return table;
    }

    private void Put(ulong address, ulong value) =>
        Assert.That(_plain.Write(new PhysicalAddress(address, Pas.Root), 8, value).Ok, "the test's memory is writable");
}

/// <summary>A translation regime that programs load in: EL1&amp;0 and EL2 of each security state, and EL3.</summary>
internal readonly record struct TlbProgramRegime(ExceptionLevel Level, SecurityState State)
{
    public static TlbProgramRegime[] All { get; } =
    [
        new(ExceptionLevel.EL1, SecurityState.NonSecure), new(ExceptionLevel.EL1, SecurityState.Realm), new(ExceptionLevel.EL1, SecurityState.Secure),
        new(ExceptionLevel.EL2, SecurityState.NonSecure), new(ExceptionLevel.EL2, SecurityState.Realm), new(ExceptionLevel.EL2, SecurityState.Secure),
        new(ExceptionLevel.EL3, SecurityState.Root),
    ];

    public bool HasStage2 => Level == ExceptionLevel.EL1;

    /// <summary>The physical address space that the pages are in.</summary>
    public Pas Pas => State switch { SecurityState.Realm => Pas.Realm, SecurityState.Secure => Pas.Secure, _ => Pas.NonSecure };
}

/// <summary>A regime with the ASID and VMID that are current; zero where the regime has none.</summary>
internal readonly record struct TlbProgramContext(TlbProgramRegime Regime, int Vmid, int Asid);

/// <summary>Tables of one stage: the root, the entry that selects a last-level table, and the last-level tables.</summary>
internal sealed record TlbProgramTables(ulong Root, ulong Selector, ulong[] Leaves);
