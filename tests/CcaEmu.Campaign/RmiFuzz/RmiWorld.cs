using CcaEmu.Arm;
using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Campaign.RmiFuzz.Model;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;
using CcaEmu.Monitor;
using CcaEmu.Rmm;

namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>A machine with the real monitor and RMM, and hosts on all PEs that make one call after the other.</summary>
internal sealed class RmiWorld : IHostPages, IDisposable
{
    private const ulong Affinity = 0xFF_00FF_FFFF;
    private const ulong Patience = 200_000;
    private const ulong Leisure = 1_000;
    private const uint FirstSpi = 40;

    private readonly HostLayer _host;
    private readonly GranuleProtection _door;

    /// <summary>Boots, with every PE on.</summary>
    /// <param name="options">What kind of machine.</param>
    /// <param name="scansAfter">Everything is checked after every so many commands.</param>
    /// <param name="defect">What is wrong with the RMM; null for nothing.</param>
    public RmiWorld(WorldOptions options, int scansAfter, IRmmDefect? defect = null)
    {
        Options = options;
        Machine = new Machine.Machine(new MachineOptions
        {
            PeCount = options.Pes,
            Seed = options.Seed,
            QuantumCycles = 500,
            Dram2Bytes = 0,
            Features = options.Mecids == 0 ? PeFeatures.Default : PeFeatures.Default.With("+FEAT_SCTLR2,+FEAT_TCR2,+FEAT_MEC"),
        });
        Monitor = new MonitorFirmware(Machine, new MonitorOptions { DynamicLevel1Gpts = options.DynamicGpt });
        Rmm = new RmmFirmware(Machine, new RmmOptions
        {
            Sro = options.Sro,
            SroSeed = options.Seed,
            MaxRecsOrder = 2,
            RequiresPlatformTokenRefresh = options.RequiresToken,
            ChecksIsolation = true,
            ScansAfter = scansAfter,
            ReplacesHandler = defect is null ? null : defect.Replace,
        });
        _host = new HostLayer(Machine);
        Machine.Attach(Monitor);
        Machine.Attach(Rmm);
        Machine.Attach(_host);
        Machine.Reset();
        Machine.Run(10_000);
        for (int i = 1; i < options.Pes; i++)
        {
            Call(0, [(ulong)PsciFunction.CpuOn, Machine.Pes[i][SystemRegister.MPIDR_EL1] & Affinity, _host.EntryPoint, 0, 0, 0, 0, 0]);
            Machine.Run(10_000);
        }
        if (_host.Started != options.Pes)
            throw new InvalidOperationException($"{_host.Started} of {options.Pes} PEs have come up: {Machine.Describe()} {Monitor.FatalError}");
        _door = new GranuleProtection(Machine.Memory)
        {
            GPCCR_EL3 = Machine.Pes[0].Physical.GPCCR_EL3,
            GPTBR_EL3 = Machine.Pes[0].Physical.GPTBR_EL3,
            CachesChecks = false,
        };
        EnableInterrupts();
        LeaveMecids();
        defect?.Attach(Machine);
    }

    public WorldOptions Options { get; }

    /// <summary>A way to memory that is no PE's: a host's, while all PEs are busy.</summary>
    public GranuleProtection Door => _door;

    public Machine.Machine Machine { get; }

    public MonitorFirmware Monitor { get; }

    public RmmFirmware Rmm { get; }

    /// <summary>Instructions after which a Realm is left to run while other hosts go on.</summary>
    private const ulong Slice = 200;

    /// <summary>Whether a PE's call has not come back: a REC runs there.</summary>
    public bool IsCalling(int pe) => _host.IsCalling(pe);

    /// <summary>Makes a call and waits for its end.</summary>
    /// <returns>X0 to X7; null where it does not come back.</returns>
    public ulong[]? Call(int pe, ReadOnlySpan<ulong> x)
    {
        Start(pe, x);
        return Finish(pe);
    }

    /// <summary>Makes a call and lets it go on for a while.</summary>
    public void Start(int pe, ReadOnlySpan<ulong> x)
    {
        ProcessingElement it = Machine.Pes[pe];
        for (int i = 0; i < 8; i++)
            it.X(i) = x[i];
        _host.Call(it);
    }

    /// <summary>Lets PEs run.</summary>
    public void Go(ulong instructions = Slice) => Machine.Run(instructions);

    /// <summary>Waits for the end of a PE's call.</summary>
    /// <returns>X0 to X7; null where it does not come back.</returns>
    public ulong[]? Finish(int pe)
    {
        ulong spent = 0;
        while (_host.IsCalling(pe))
        {
            MachineStop stop = Machine.Run(Leisure);
            spent += stop == MachineStop.Requested ? 1 : Leisure;
            // A Realm that never ends by itself is interrupted, as hosts do.
            if (spent >= Leisure)
                Machine.Gic.SetSpiLine(FirstSpi + (uint)pe, true);
            if (Monitor.FatalError is not null || spent > Patience || stop == MachineStop.AllOff)
                return null;
        }
        Machine.Gic.SetSpiLine(FirstSpi + (uint)pe, false);
        return Results(pe);
    }

    // One shared interrupt for each PE, which the host never acknowledges: it goes when its line does.
    private void EnableInterrupts()
    {
        Write32(FvpMemoryMap.GicDistributor, 0x12);
        Write32(FvpMemoryMap.GicDistributor + 0x104, (uint)((1 << Options.Pes) - 1) << (int)(FirstSpi - 32));
        foreach (ProcessingElement pe in Machine.Pes)
        {
            ulong route = FvpMemoryMap.GicDistributor + 0x6000 + 8 * (FirstSpi + (ulong)pe.Index);
            Write32(route, (uint)(pe[SystemRegister.MPIDR_EL1] & Affinity));
            pe[SystemRegister.ICC_PMR_EL1] = 0xF0;
            pe[SystemRegister.ICC_IGRPEN1_EL1] = 1;
        }
    }

    // So few that they are used up now and then.
    private void LeaveMecids()
    {
        for (ulong left = Rmm.Context.Mecids.Count; left > (ulong)Options.Mecids; left--)
            Rmm.Context.Mecids.TryTake(out _);
    }

    private void Write32(ulong address, uint value) => Machine.Pes[0].Physical.Write(new PhysicalAddress(address, Pas.NonSecure), 4, value);

    /// <summary>X0 to X7 of a PE.</summary>
    public ulong[] Results(int pe)
    {
        var results = new ulong[8];
        for (int i = 0; i < 8; i++)
            results[i] = Machine.Pes[pe].X(i);
        return results;
    }

    /// <summary>What the machine says of itself when something does not come back.</summary>
    public string Describe() => $"{Machine.Describe()} {Monitor.FatalError}";

    /// <inheritdoc/>
    public bool TryRead(ulong address, Span<byte> bytes) => _door.Read(new PhysicalAddress(address, Pas.NonSecure), bytes).Ok;

    /// <summary>Writes the host's memory.</summary>
    public bool TryWrite(ulong address, ReadOnlySpan<byte> bytes) => _door.Write(new PhysicalAddress(address, Pas.NonSecure), bytes).Ok;

    /// <summary>What a model of it has to know, asked by RMI.</summary>
    public ModelOptions Ask()
    {
        var features = new ulong[5];
        for (ulong i = 0; i < 5; i++)
            features[i] = Call(0, [(ulong)RmiCommand.Features, i, 0, 0, 0, 0, 0, 0])![1];
        var banks = new List<(ulong, ulong)>();
        var model = new ModelOptions { Features = features };
        for (ulong at = 0; at < model.PhysicalLimit;)
        {
            ulong[] y = Call(0, [(ulong)RmiCommand.GranuleTrackingGet, at, model.PhysicalLimit, 0, 0, 0, 0, 0])!;
            if (y[2] == (ulong)RmiTrackingState.Fine)
                banks.Add((at, y[3]));
            at = y[3];
        }
        return model with
        {
            Banks = banks,
            RequiresToken = Options.RequiresToken,
            DynamicGpt = Options.DynamicGpt,
            Mecids = Options.Mecids,
            IsStateful = Options.Sro != SroMode.Off,
            IsAggressive = Options.Sro == SroMode.Aggressive,
        };
    }

    public void Dispose()
    {
        _door.Dispose();
        Machine.Dispose();
    }
}
