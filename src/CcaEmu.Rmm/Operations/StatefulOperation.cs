using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Rmi;

namespace CcaEmu.Rmm.Operations;

/// <summary>A command that has answered INCOMPLETE: what it is, what it waits for, and the memory that is on its way.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), section "Stateful RMI operations". Until its last step the command has changed nothing: what it will
/// change is kept from all others (BLOCKED), and that last step is the whole command with all its failure conditions.
/// </remarks>
internal sealed class StatefulOperation
{
    private readonly ulong[] _arguments = new ulong[8];
    private readonly ulong[] _outputs = new ulong[8];
    private readonly ObjectRange[] _objects;
    private readonly Queue<DonationRequirements> _wanted;
    private readonly int _reclaimLimit;
    private readonly List<AddressRangeDescriptor> _returns;
    private int _steps;
    private RmiResult _result;

    /// <summary>Begins an operation.</summary>
    /// <param name="handle">What the host will call it.</param>
    /// <param name="handler">The command.</param>
    /// <param name="call">The call that has met no failure condition.</param>
    /// <param name="plan">How it is split.</param>
    public StatefulOperation(ulong handle, RmiHandler handler, RmiCall call, OperationPlan plan)
    {
        (Handle, Handler) = (handle, handler);
        for (int i = 0; i < _arguments.Length; i++)
            _arguments[i] = call[i];
        _objects = [.. handler.Footprints.Select(part => part.Resolve(call))];
        _wanted = new Queue<DonationRequirements>(plan.Donations);
        _returns = [.. plan.Returns];
        (_steps, _reclaimLimit) = (plan.Steps, plan.ReclaimLimit);
        State = _wanted.Count > 0 ? OperationState.Donating : AfterDonations();
    }

    /// <summary>What the host calls it.</summary>
    public ulong Handle { get; }

    /// <summary>The command.</summary>
    public RmiHandler Handler { get; }

    /// <summary>X0 to X7 of the command.</summary>
    public ReadOnlySpan<ulong> Arguments => _arguments;

    /// <summary>What it waits for.</summary>
    public OperationState State { get; private set; }

    /// <summary>Whether the command takes effect now and has not ended: it waits for the monitor, and other PEs run meanwhile.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>Memory that the host has donated and the command has not used yet, in order.</summary>
    public List<AddressRangeDescriptor> Donated { get; } = [];

    /// <summary>Memory that is the operation's alone: donated and not used, or on its way back.</summary>
    public IEnumerable<AddressRangeDescriptor> HeldMemory => Donated.Concat(_returns);

    /// <summary>How many blocks the request under way still misses, and what they must be like.</summary>
    public DonationRequirements Wanted => State == OperationState.Donating ? _wanted.Peek() : default;

    /// <summary>Whether OP_CANCEL is possible: as long as the host is asked for memory, which it may not have.</summary>
    public bool CanCancel => State == OperationState.Donating;

    /// <summary>Whether OP_MEM_RECLAIM is next.</summary>
    public bool OffersMemory => State is OperationState.Reclaiming or OperationState.Returning;

    /// <summary>What the command answers now: INCOMPLETE and what is wanted next.</summary>
    public RmiResult Incomplete => RmiResult.Incomplete(
        State == OperationState.Donating ? RmiMemoryRequest.Donate : OffersMemory ? RmiMemoryRequest.Reclaim : RmiMemoryRequest.None,
        CanCancel);

    /// <summary>Whether another command touches what this one has begun to change.</summary>
    public bool Conflicts(in ObjectRange range)
    {
        foreach (ref readonly ObjectRange mine in _objects.AsSpan())
        {
            if (mine.Conflicts(range))
                return true;
        }
        return false;
    }

    /// <summary>Takes donated memory; the caller has checked it and changed its state.</summary>
    public void Donate(AddressRangeDescriptor range, int blocks)
    {
        Donated.Add(range);
        DonationRequirements wanted = _wanted.Dequeue();
        if (wanted.Count > blocks)
        {
            // The rest of this request stays at the head of the queue.
            DonationRequirements[] later = [.. _wanted];
            _wanted.Clear();
            _wanted.Enqueue(wanted with { Count = wanted.Count - blocks });
            foreach (DonationRequirements next in later)
                _wanted.Enqueue(next);
        }
        if (_wanted.Count == 0)
            State = AfterDonations();
    }

    /// <summary>The memory that the next OP_MEM_RECLAIM gives.</summary>
    /// <param name="capacity">Descriptors the host has room for.</param>
    public IReadOnlyList<AddressRangeDescriptor> Offer(int capacity) => [.. _returns.Take(Math.Min(capacity, _reclaimLimit))];

    /// <summary>The host has taken the first ranges of the last offer.</summary>
    public void Reclaimed(int count)
    {
        _returns.RemoveRange(0, count);
        if (_returns.Count == 0)
            State = State == OperationState.Returning ? OperationState.Ended : OperationState.Running;
    }

    /// <summary>One OP_CONTINUE in state <see cref="OperationState.Running"/>.</summary>
    /// <returns>Whether the command takes effect now.</returns>
    public bool TakesEffect() => _steps-- <= 0;

    /// <summary>The command has ended, or has been cancelled, with memory left over: that comes first, then the result.</summary>
    /// <param name="result">X0 of the command.</param>
    /// <param name="outputs">X1 to X7 in their places.</param>
    public void Return(RmiResult result, ReadOnlySpan<ulong> outputs)
    {
        _result = result;
        outputs.CopyTo(_outputs);
        _returns.Clear();
        _returns.AddRange(Donated);
        Donated.Clear();
        State = _returns.Count > 0 ? OperationState.Returning : OperationState.Ended;
    }

    /// <summary>The result that has been kept.</summary>
    /// <param name="outputs">Gets X1 to X3.</param>
    public RmiResult End(Span<ulong> outputs)
    {
        _outputs.AsSpan(1, 3).CopyTo(outputs[1..]);
        return _result;
    }

    private OperationState AfterDonations() => _returns.Count > 0 ? OperationState.Reclaiming : OperationState.Running;
}
