using CcaEmu.Arm;

namespace CcaEmu.Diagnostics.Verdicts;

/// <summary>A PE that goes round in a loop and cannot leave it by itself.</summary>
/// <param name="PeIndex">The PE.</param>
/// <param name="State">Its security state.</param>
/// <param name="Level">Its level.</param>
/// <param name="From">Lowest PC of the loop.</param>
/// <param name="To">Highest PC of the loop.</param>
/// <param name="Words">Instructions of the loop with their addresses, in the order in which they execute.</param>
/// <param name="IsProven">Whether registers came back to what they were without a store in between: then it is proven, not guessed.</param>
/// <param name="Loads">Addresses that the loop reads.</param>
/// <param name="HasException">Whether the loop takes exceptions.</param>
public sealed record LoopReport(
    int PeIndex, SecurityState State, ExceptionLevel Level, ulong From, ulong To, IReadOnlyList<(ulong Address, uint Word)> Words, bool IsProven,
    IReadOnlyList<ulong> Loads, bool HasException)
{
    /// <summary>Whether a guest goes round in it: a Realm, or an ordinary virtual machine. Above it everything is firmware.</summary>
    public bool IsGuests => State is SecurityState.Realm or SecurityState.NonSecure && Level < ExceptionLevel.EL2;

    /// <summary>How many PEs go round in loops like it.</summary>
    public int LoopingPes { get; init; } = 1;
}
