using System.Runtime.InteropServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Memory;

namespace CcaEmu.Campaign.Oracle;

/// <summary>One PE of ours that runs cases at EL0, set up as Linux sets up a user program's.</summary>
/// <remarks>EL1 is a managed layer that does nothing: a case ends with the exception that its closing SVC, or its failure, takes there.</remarks>
internal sealed class UserPe : IPeEnvironment, IPeObserver, IDisposable
{
    private const ulong RamBytes = 0x100_0000;
    private const ulong Tables = 0x10_0000;
    private const ulong Done = GuestLayout.Harness;
    private const ulong Budget = 10_000;

    private readonly PhysicalMemory _memory = new();
    private readonly ProcessingElement _pe;
    private ExceptionTaken _last;
    private ulong _random = 0x1234_5678_9ABC_DEF0;

    public UserPe(PeFeatures? features = null)
    {
        _memory.AddRam(0, RamBytes);
        _pe = new ProcessingElement(0, _memory, features ?? PeFeatures.Default, this) { Observer = this };
        _pe.Physical.Write(new PhysicalAddress(Done, Pas.Root), 4, Words.Svc);
        _pe[SystemRegister.SCR_EL3] |= SCR_EL3.NS | 1UL << 16 | 1UL << 17; // APK, API: no traps of pointer authentication
        MapIdentically();
        _pe[SystemRegister.CPACR_EL1] = 3UL << 20;
        _pe[SystemRegister.SPSR_EL3] = SpsrValue.Create(ExceptionLevel.EL1, handler: true, daif: 0xF).Value;
        _pe.ExceptionReturn();
        _pe.SetManaged(ExceptionLevel.EL1, SecurityState.NonSecure, true);
    }

    public PeFeatures Features => _pe.Features;

    public ulong SystemCount(ProcessingElement pe) => pe.RetiredInstructions;

    public ulong NextRandom() => _random = _random * 6364136223846793005 + 1442695040888963407;

    public void OnException(ProcessingElement pe, in ExceptionTaken taken) => _last = taken;

    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
    }

    public void Dispose()
    {
        _pe.Dispose();
        _memory.Dispose();
    }

    /// <summary>Runs all cases of a batch.</summary>
    /// <returns>The states that came out, in the order of the batch's inputs.</returns>
    public ulong[] Run(Batch batch)
    {
        Load(batch);
        ulong[] outputs = new ulong[batch.Cases * CaseState.Words];
        for (int n = 0; n < batch.Cases; n++)
            RunCase(n / batch.StatesPerSlot, batch.InputOf(n), outputs.AsSpan(n * CaseState.Words, CaseState.Words));
        return outputs;
    }

    /// <summary>Puts the code of a batch into memory.</summary>
    public void Load(Batch batch) => Write(GuestLayout.Slots, MemoryMarshal.AsBytes<uint>(batch.SlotCode(Done)));

    /// <summary>Runs what stands in a slot with one state.</summary>
    public void RunCase(int slot, ReadOnlySpan<ulong> input, Span<ulong> output)
    {
        Enter(slot, input);
        RunStop stop = _pe.Run(Budget);
        Leave(slot, output);
        output[CaseState.Signal] = stop == RunStop.ManagedLayer ? SignalOf(_last) : 0x1000 + (ulong)stop;
    }

    private void Enter(int slot, ReadOnlySpan<ulong> input)
    {
        for (int x = 0; x <= 30; x++)
            _pe.X(x) = input[x];
        _pe.X(28) = GuestLayout.Control;
        _pe.X(29) = GuestLayout.SlotOf(slot);
        MemoryMarshal.Cast<ulong, System.Runtime.Intrinsics.Vector128<byte>>(input.Slice(CaseState.V, 64)).CopyTo(
            MemoryMarshal.CreateSpan(ref _pe.V(0), 32));
        _pe.SetStackPointer(ExceptionLevel.EL0, input[CaseState.Sp]);
        _pe[SystemRegister.FPCR] = input[CaseState.Fpcr];
        _pe[SystemRegister.FPSR] = input[CaseState.Fpsr];
        Write(GuestLayout.Window, MemoryMarshal.AsBytes(input.Slice(CaseState.Window, CaseState.WindowBytes / 8)));
        _pe[SystemRegister.SPSR_EL1] = input[CaseState.Nzcv] | 0x3C0;
        _pe[SystemRegister.ELR_EL1] = GuestLayout.SlotOf(slot);
        _pe.ExceptionReturn();
    }

    private void Leave(int slot, Span<ulong> output)
    {
        for (int x = 0; x <= 30; x++)
            output[x] = _pe.X(x);
        output[28] -= GuestLayout.Control;
        output[29] -= GuestLayout.SlotOf(slot);
        output[CaseState.Sp] = _pe.GetStackPointer(ExceptionLevel.EL0);
        output[CaseState.Nzcv] = _pe[SystemRegister.SPSR_EL1] & 0xF000_0000;
        output[CaseState.Fpcr] = _pe[SystemRegister.FPCR];
        output[CaseState.Fpsr] = _pe[SystemRegister.FPSR];
        MemoryMarshal.CreateSpan(ref _pe.V(0), 32).CopyTo(
            MemoryMarshal.Cast<ulong, System.Runtime.Intrinsics.Vector128<byte>>(output.Slice(CaseState.V, 64)));
        _pe.Physical.Read(new PhysicalAddress(GuestLayout.Window, Pas.NonSecure),
            MemoryMarshal.AsBytes(output.Slice(CaseState.Window, CaseState.WindowBytes / 8)));
    }

    // What Linux makes of an exception that a user program takes.
    private static ulong SignalOf(in ExceptionTaken taken)
    {
        ExceptionClass ec = new EsrValue(taken.Syndrome).EC;
        return ec switch
        {
            ExceptionClass.Svc64 when taken.ReturnAddress == Done + 4 => 0,
            ExceptionClass.Unknown or ExceptionClass.TrappedSystem or ExceptionClass.BranchTarget
                or ExceptionClass.PointerAuthenticationFailure or ExceptionClass.MemoryOperation => 4,
            ExceptionClass.DataAbortLower or ExceptionClass.InstructionAbortLower => IsAlignment(taken) ? 7UL : 11,
            ExceptionClass.PcAlignment or ExceptionClass.SpAlignment => 7,
            _ => 0x100 + (ulong)ec,
        };
    }

    private static bool IsAlignment(in ExceptionTaken taken) => new EsrValue(taken.Syndrome).FSC == FaultStatusCode.Alignment;

    private void Write(ulong address, ReadOnlySpan<byte> bytes)
    {
        if (!_pe.Physical.Write(new PhysicalAddress(address, Pas.NonSecure), bytes).Ok)
            throw new InvalidOperationException($"0x{address:x} is not RAM");
    }

    // The first GiB to itself as Normal memory that EL0 may read, write and execute; 48-bit addresses, top byte ignored.
    private void MapIdentically()
    {
        _pe.Physical.Write(new PhysicalAddress(Tables, Pas.NonSecure), 8, (Tables + 0x1000) | 3);
        _pe.Physical.Write(new PhysicalAddress(Tables + 0x1000, Pas.NonSecure), 8, 1UL << 10 | 3UL << 8 | 1UL << 6 | 1);
        _pe[SystemRegister.MAIR_EL1] = 0xFF;
        _pe[SystemRegister.TTBR0_EL1] = Tables;
        _pe[SystemRegister.TCR_EL1] = 16 | 1UL << 23 | 5UL << 32 | 1UL << 37;
        _pe[SystemRegister.SCTLR_EL1] = SCTLR_ELx.M | SCTLR_ELx.SA0 | SCTLR_ELx.UCI | SCTLR_ELx.UCT | SCTLR_ELx.DZE | SCTLR_ELx.EnIA
            | SCTLR_ELx.EnIB | SCTLR_ELx.EnDA | SCTLR_ELx.EnDB | SCTLR_ELx.nTWE | SCTLR_ELx.nTWI | 1UL << 33; // MSCEn
    }
}
