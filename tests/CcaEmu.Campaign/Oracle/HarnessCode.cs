namespace CcaEmu.Campaign.Oracle;

/// <summary>
/// The program that drives cases under QEMU: for every slot and every state of it, load the state, jump to the slot, and store the state
/// that comes back. A signal that a case raises is noted in its output, and the case ends there.
/// </summary>
/// <remarks>X28 points to the control block and X29 to the slot; all other registers belong to the case.</remarks>
internal sealed class HarnessCode
{
    // Offsets in the control block.
    private const int In = 0, Out = 8, Slot = 16, States = 24, Slots = 32, Signal = 40, StatesPerSlot = 48, SaveX0 = 56, AltStack = 64, Action = 96;

    private const int SysSigaltstack = 132, SysSigaction = 134, SysSigreturn = 139, SysWrite = 64, SysExit = 93;
    private const ulong SaSiginfo = 4, SaOnstack = 0x0800_0000, SaRestorer = 0x0400_0000, SaNodefer = 0x4000_0000;

    // struct ucontext of Linux on arm64: uc_mcontext.pc.
    private const int UcontextPc = 176 + 8 + 31 * 8 + 8;

    private static readonly int[] Signals = [4, 5, 7, 8, 11];

    private readonly List<uint> _code = [];

    /// <summary>Lays the harness out.</summary>
    /// <param name="slots">Number of slots.</param>
    /// <param name="statesPerSlot">Number of states that each slot runs with.</param>
    public HarnessCode(int slots, int statesPerSlot)
    {
        // The first pass finds out where things are, the second uses it.
        for (int pass = 0; pass < 2; pass++)
        {
            _code.Clear();
            Start();
            Handler();
            Loop = Here;
            Enter();
            Done = Here;
            Leave();
            Next();
            Finish(slots, statesPerSlot);
        }
        ControlBlock = BuildControlBlock(slots, statesPerSlot);
    }

    public IReadOnlyList<uint> Code => _code;

    public byte[] ControlBlock { get; }

    /// <summary>Where the branch at a slot's end goes.</summary>
    public ulong Done { get; private set; }

    private ulong HandlerAddress { get; set; }

    private ulong RestorerAddress { get; set; }

    private ulong Loop { get; set; }

    private ulong Here => GuestLayout.Harness + (ulong)_code.Count * 4;

    private byte[] BuildControlBlock(int slots, int statesPerSlot)
    {
        byte[] block = new byte[256];
        void Put(int offset, ulong value) => BitConverter.TryWriteBytes(block.AsSpan(offset), value);
        Put(In, GuestLayout.States);
        Put(Out, GuestLayout.States + (ulong)(slots * statesPerSlot * CaseState.Bytes));
        Put(Slot, GuestLayout.Slots);
        Put(States, (ulong)statesPerSlot);
        Put(Slots, (ulong)slots);
        Put(StatesPerSlot, (ulong)statesPerSlot);
        Put(AltStack, GuestLayout.SignalStack);
        Put(AltStack + 16, GuestLayout.SignalStackBytes);
        Put(Action, HandlerAddress);
        Put(Action + 8, SaSiginfo | SaOnstack | SaRestorer | SaNodefer);
        Put(Action + 16, RestorerAddress);
        return block;
    }

    private void Start()
    {
        Constant(28, GuestLayout.Control);
        Add(Words.AddImm(0, 28, AltStack), Words.Movz(1, 0, 0), Words.Movz(8, SysSigaltstack, 0), Words.Svc);
        foreach (int signal in Signals)
        {
            Add(Words.Movz(0, (ulong)signal, 0), Words.AddImm(1, 28, Action), Words.Movz(2, 0, 0), Words.Movz(3, 8, 0),
                Words.Movz(8, SysSigaction, 0), Words.Svc);
        }
        Add(Words.B(Here, Loop));
    }

    // Signal number in X0, ucontext in X2: go on at Done with the registers that the case had.
    private void Handler()
    {
        HandlerAddress = Here;
        Constant(4, GuestLayout.Control);
        Add(Words.Str(0, 4, Signal));
        Constant(3, Done);
        Add(Words.Str(3, 2, UcontextPc), Words.Ret);
        RestorerAddress = Here;
        Add(Words.Movz(8, SysSigreturn, 0), Words.Svc);
    }

    private void Enter()
    {
        Add(Words.Ldr(0, 28, In), Words.AddImm(1, 0, CaseState.Window * 8));
        Constant(2, GuestLayout.Window);
        for (int offset = 0; offset < CaseState.WindowBytes; offset += 32)
            Add(Words.LdpQ(0, 1, 1, offset), Words.StpQ(0, 1, 2, offset));
        Add(Words.Ldr(1, 0, CaseState.Fpcr * 8), Words.WriteFpcr(1), Words.Ldr(1, 0, CaseState.Fpsr * 8), Words.WriteFpsr(1));
        Add(Words.Ldr(1, 0, CaseState.Nzcv * 8), Words.WriteNzcv(1), Words.Ldr(1, 0, CaseState.Sp * 8), Words.AddImm(31, 1, 0));
        for (int v = 0; v < 32; v += 2)
            Add(Words.LdpQ(v, v + 1, 0, (CaseState.V + v * 2) * 8));
        Add(Words.Movz(1, 0, 0), Words.Str(1, 28, Signal), Words.Ldr(29, 28, Slot), Words.Ldr(30, 0, 30 * 8));
        for (int x = 2; x < 28; x += 2)
            Add(Words.Ldp(x, x + 1, 0, x * 8));
        Add(Words.Ldp(0, 1, 0, 0), Words.Clrex, Words.Br(29));
    }

    private void Leave()
    {
        Add(Words.Str(0, 28, SaveX0), Words.Ldr(0, 28, Out), Words.Str(1, 0, 8), Words.Str(30, 0, 30 * 8));
        for (int x = 2; x < 28; x += 2)
            Add(Words.Stp(x, x + 1, 0, x * 8));
        Add(Words.Ldr(1, 28, SaveX0), Words.Str(1, 0, 0));
        Add(Words.AddImm(1, 31, 0), Words.Str(1, 0, CaseState.Sp * 8), Words.ReadNzcv(1), Words.Str(1, 0, CaseState.Nzcv * 8));
        Add(Words.ReadFpcr(1), Words.Str(1, 0, CaseState.Fpcr * 8), Words.ReadFpsr(1), Words.Str(1, 0, CaseState.Fpsr * 8));
        Add(Words.Ldr(1, 28, Signal), Words.Str(1, 0, CaseState.Signal * 8));
        for (int v = 0; v < 32; v += 2)
            Add(Words.StpQ(v, v + 1, 0, (CaseState.V + v * 2) * 8));
        Add(Words.AddImm(1, 0, CaseState.Window * 8));
        Constant(2, GuestLayout.Window);
        for (int offset = 0; offset < CaseState.WindowBytes; offset += 32)
            Add(Words.LdpQ(0, 1, 2, offset), Words.StpQ(0, 1, 1, offset));
    }

    private void Next()
    {
        Add(Words.AddImm(0, 0, CaseState.Bytes), Words.Str(0, 28, Out));
        Add(Words.Ldr(0, 28, In), Words.AddImm(0, 0, CaseState.Bytes), Words.Str(0, 28, In));
        Add(Words.Ldr(0, 28, States), Words.SubImm(0, 0, 1), Words.Str(0, 28, States), Words.Cbnz(0, Here + 12, Loop));
        Add(Words.Ldr(0, 28, StatesPerSlot), Words.Str(0, 28, States));
        Add(Words.Ldr(0, 28, Slot), Words.AddImm(0, 0, GuestLayout.SlotBytes), Words.Str(0, 28, Slot));
        Add(Words.Ldr(0, 28, Slots), Words.SubImm(0, 0, 1), Words.Str(0, 28, Slots), Words.Cbnz(0, Here + 12, Loop));
    }

    // write(1, outputs, bytes) until all is written; exit(0).
    private void Finish(int slots, int statesPerSlot)
    {
        ulong bytes = (ulong)(slots * statesPerSlot * CaseState.Bytes);
        Constant(20, GuestLayout.States + bytes);
        Constant(21, bytes);
        ulong again = Here;
        Add(Words.Movz(0, 1, 0), Words.AddImm(1, 20, 0), Words.AddImm(2, 21, 0), Words.Movz(8, SysWrite, 0), Words.Svc);
        Add(AddRegister(20, 20, 0), SubRegister(21, 21, 0), Words.Cbnz(21, Here + 8, again));
        Add(Words.Movz(0, 0, 0), Words.Movz(8, SysExit, 0), Words.Svc);
    }

    private static uint AddRegister(int d, int n, int m) => 0x8B00_0000 | (uint)m << 16 | (uint)n << 5 | (uint)d;

    private static uint SubRegister(int d, int n, int m) => 0xCB00_0000 | (uint)m << 16 | (uint)n << 5 | (uint)d;

    private void Constant(int register, ulong value) => Add(Words.Movz(register, value, 0), Words.Movk(register, value, 1));

    private void Add(params ReadOnlySpan<uint> words) => _code.AddRange(words);
}
