using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Rmi;

namespace CcaEmu.Rmm.Operations;

/// <summary>Decides which commands become stateful operations, and how they are split.</summary>
/// <remarks>
/// Its random numbers are its own: whatever they are, a Realm sees the same. RMM specification 2.0 (DEN0137): a command may be stateful,
/// or move memory, only where its page says so, which is what <see cref="RmiCommandTable"/> repeats.
/// </remarks>
/// <param name="mode">How readily.</param>
/// <param name="seed">Seed for <see cref="SroMode.Aggressive"/>.</param>
internal class OperationPolicy(SroMode mode, ulong seed)
{
    private const int LargestRun = 16;

    private ulong _state = seed;
    private int _refusals;

    /// <summary>How readily commands are split.</summary>
    public SroMode Mode => mode;

    /// <summary>Whether a command is to be asked for again although nothing speaks against it.</summary>
    /// <param name="handler">The command.</param>
    /// <param name="answer">BUSY or BLOCKED.</param>
    public bool Refuses(RmiHandler handler, out RmiResult answer)
    {
        answer = default;
        if (mode != SroMode.Aggressive || !(handler.IsStateful || handler.ContinuesOperation))
            return false;
        // Never more than twice in a row: a host may give up at some point.
        if (_refusals == 2 || Next(5) != 0)
        {
            _refusals = 0;
            return false;
        }
        _refusals++;
        answer = handler.IsStateful && Next(2) == 0 ? RmiStatus.Blocked : RmiStatus.Busy;
        return true;
    }

    /// <summary>Entries or granules after which a range command ends, although it could go on.</summary>
    /// <param name="most">What it would do at most.</param>
    public ulong ProgressLimit(ulong most) => mode == SroMode.Aggressive && Next(2) == 0 ? 1 + Next(Math.Min(most, 64)) : most;

    /// <summary>Whether the memory of an object that goes is kept until what it belongs to goes.</summary>
    public bool GivesBackLate() => mode == SroMode.Aggressive && Next(3) == 0;

    /// <summary>How a command that has met no failure condition is split; null where it takes effect at once.</summary>
    public virtual OperationPlan? PlanFor(RmiHandler handler, RmiCall call)
    {
        // A table that is destroyed has memory of the host, whatever the mode.
        if (!handler.IsStateful || (mode == SroMode.Off && !handler.ReturnsAfterwards))
            return null;
        IReadOnlyList<DonationRequirements> needed = handler.MovesMemory ? handler.MemoryNeeded(call) : [];
        IReadOnlyList<AddressRangeDescriptor> returned = handler.MovesMemory ? handler.MemoryReturned(call) : [];
        if (mode != SroMode.Aggressive)
            return handler.ReturnsAfterwards || needed.Count + returned.Count > 0 ? new OperationPlan { Donations = needed, Returns = returned } : null;
        return new OperationPlan
        {
            Donations = handler.KeepsAnyMemory(call) ? Awkward() : needed,
            Returns = Shuffled(returned),
            Steps = (int)Next(3),
            ReclaimLimit = 1 + (int)Next(5),
        };
    }

    // Two to four requests: single pages, runs of a length that is no power of two, now and then a block.
    private DonationRequirements[] Awkward()
    {
        var requests = new DonationRequirements[2 + Next(3)];
        for (int i = 0; i < requests.Length; i++)
        {
            bool isBlock = Next(12) == 0;
            requests[i] = new DonationRequirements(
                isBlock ? 2 : 3, isBlock ? 1 : 1 + (int)Next(LargestRun), IsContiguous: Next(2) == 0, IsUndelegated: false);
        }
        return requests;
    }

    private AddressRangeDescriptor[] Shuffled(IReadOnlyList<AddressRangeDescriptor> ranges)
    {
        AddressRangeDescriptor[] result = [.. ranges];
        for (int i = result.Length - 1; i > 0; i--)
        {
            int other = (int)Next((ulong)i + 1);
            (result[i], result[other]) = (result[other], result[i]);
        }
        return result;
    }

    // SplitMix64: one addition and two multiplications for each number.
    private ulong Next(ulong bound)
    {
        _state += 0x9E37_79B9_7F4A_7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return (z ^ (z >> 31)) % bound;
    }
}
