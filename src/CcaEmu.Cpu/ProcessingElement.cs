using System.Runtime.InteropServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <summary>One processing element: EL0 to EL3 in the four security states, A64 only. It knows no board.</summary>
/// <remarks>
/// <para>Everything outside reaches it by a few narrow ways: registers (<see cref="X"/>, the indexer, <see cref="Pstate"/>), memory
/// (<see cref="Physical"/>, <see cref="Translate"/>), control transfers (<see cref="ExceptionReturn()"/>, <see cref="SecureMonitorCall"/>,
/// <see cref="TakeException"/>) and <see cref="Run"/>. A managed layer uses the same ways that native software would: registers,
/// its own physical address spaces, ERET, SMC and HVC.</para>
/// <para>The class is in parts by concern: registers, exceptions, memory, translation, running.</para>
/// </remarks>
public sealed unsafe partial class ProcessingElement : ICodeObserver, IEncryptionObserver, IDisposable
{
    private readonly PeState* _s;
    private readonly ulong* _registers;
    private readonly RegisterTrait[] _traits;
    private readonly ulong[] _stackPointers = new ulong[4];
    private readonly ProcessingElement[] _alone;
    private ProcessingElement[] _peers;
    private bool _disposed;

    /// <summary>Makes a PE in its reset state: EL3, Root, everything masked, MMU and granule protection off.</summary>
    /// <param name="index">Linear PE number, from 0.</param>
    /// <param name="memory">The board's memory map.</param>
    /// <param name="features">What the PE implements.</param>
    /// <param name="environment">Time and randomness.</param>
    public ProcessingElement(int index, PhysicalMemory memory, PeFeatures features, IPeEnvironment environment)
    {
        Index = index;
        Features = features;
        PointerAuthentication = new PointerAuthentication(features);
        _traits = features.Traits;
        Environment = environment;
        _monitors = new PerformanceMonitors(this);
        _activity = new ActivityMonitors(this);
        _profiling = features.Has(CcaEmu.Arm.A64.Feature.FEAT_SPE) ? new StatisticalProfiling(this) : null;
        _alone = _peers = [this];
        Physical = new GranuleProtection(memory, features.PhysicalAddressSize) { Observer = memory.Exclusives.Subscribe(this) };
        _s = (PeState*)NativeMemory.AlignedAlloc((nuint)sizeof(PeState), 64);
        NativeMemory.Clear(_s, (nuint)sizeof(PeState));
        _registers = (ulong*)NativeMemory.AllocZeroed((nuint)(SystemRegisterTable.Count * sizeof(ulong)));
        _s->Registers = _registers;
        memory.Code.Subscribe(this);
        memory.Encryption?.Subscribe(this);
        Reset();
    }

    /// <summary>Linear PE number, from 0.</summary>
    public int Index { get; }

    /// <summary>What the PE implements.</summary>
    public PeFeatures Features { get; }

    /// <summary>The PE's door to physical memory, with its GPCCR_EL3 and GPTBR_EL3.</summary>
    public GranuleProtection Physical { get; }

    /// <summary>Signs and authenticates pointers.</summary>
    internal PointerAuthentication PointerAuthentication { get; }

    /// <summary>Who is told of exceptions and exception returns; null costs nothing.</summary>
    public IPeObserver? Observer { get; set; }

    /// <summary>Time and randomness.</summary>
    public IPeEnvironment Environment { get; }

    /// <summary>All PEs of the machine, this one among them: who hears of SEV and of broadcast TLB maintenance. By itself, a PE is alone.</summary>
    public IReadOnlyList<ProcessingElement> Peers
    {
        get => _peers;
        set => _peers = [.. value];
    }

    /// <summary>Who hears of an instruction: all PEs, or this one alone. Going through them allocates nothing.</summary>
    internal ProcessingElement[] Hearers(bool broadcast) => broadcast ? _peers : _alone;

    /// <summary>Instructions retired since reset.</summary>
    public ulong RetiredInstructions => _s->Retired;

    /// <summary>Puts the PE into its architected reset state.</summary>
    /// <remarks>Arm ARM, D1.5 Reset; registers take the reset values of <see cref="SystemRegisterTable"/>.</remarks>
    public void Reset()
    {
        for (int i = 0; i < 34; i++)
            _s->X[i] = 0;
        for (int i = 0; i < 32; i++)
            _s->V[i] = default;
        Array.Clear(_stackPointers);
        foreach (SystemRegisterInfo info in SystemRegisterTable.All)
            _registers[(int)info.Register] = info.ResetValue;
        CpuInterface?.Reset();
        Features.Identify(this);
        _accessEpoch++;
        this[SystemRegister.GPCCR_EL3] = 0;
        Physical.GPTBR_EL3 = 0;
        _level = ExceptionLevel.EL3;
        _spSel = true;
        _daif = 0xF;
        _illegal = false;
        ResetFeatureState();
        _s->Nzcv = 0;
        _s->Fpcr = 0;
        _s->Fpsr = 0;
        _s->PC = 0;
        ClearExclusive();
        ResetInterrupts();
        ResetDebug();
        ResetMonitors();
        _epoch++;
        FlushAllTlbs();
    }

    /// <summary>Gives back host memory; the PE must not be used any more. Doing it again does nothing.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Physical.Memory.Code.Unsubscribe(this);
        Physical.Memory.Encryption?.Unsubscribe(this);
        Physical.Dispose();
        DisposeTranslation();
        NativeMemory.Free(_registers);
        NativeMemory.AlignedFree(_s);
    }
}
