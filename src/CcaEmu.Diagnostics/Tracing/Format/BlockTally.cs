namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>What a block's head will say of the events in it.</summary>
internal struct BlockTally
{
    private ulong _pes;
    private TraceKinds _kinds;
    private ulong _firstCycles, _lastCycles;

    /// <summary>Events so far.</summary>
    public uint Records { get; private set; }

    public static BlockTally Empty => new() { _firstCycles = ulong.MaxValue };

    public void Count(TraceKinds kinds, ulong cycles)
    {
        Records++;
        _kinds |= kinds;
        _firstCycles = Math.Min(_firstCycles, cycles);
        _lastCycles = Math.Max(_lastCycles, cycles);
    }

    public void Saw(int peIndex) => _pes |= 1UL << peIndex;

    public readonly TraceBlock BlockOf(ulong offset, int length) => new(offset, (uint)length, Records, _pes, _kinds, _firstCycles, _lastCycles);
}
