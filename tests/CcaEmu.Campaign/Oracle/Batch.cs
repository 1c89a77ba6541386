namespace CcaEmu.Campaign.Oracle;

/// <summary>Cases that run in one guest program: slots of instructions, each with the same number of states going in.</summary>
/// <param name="Slots">The instructions of each slot, at most <see cref="GuestLayout.SlotInstructions"/>.</param>
/// <param name="StatesPerSlot">How many states each slot runs with.</param>
/// <param name="Inputs">The states, <see cref="CaseState.Words"/> words each, those of the first slot first.</param>
internal sealed record Batch(IReadOnlyList<uint[]> Slots, int StatesPerSlot, ulong[] Inputs)
{
    public int Cases => Slots.Count * StatesPerSlot;

    public ReadOnlySpan<ulong> InputOf(int n) => Inputs.AsSpan(n * CaseState.Words, CaseState.Words);

    /// <summary>The code that stands from <see cref="GuestLayout.Slots"/> on.</summary>
    /// <param name="done">Where each slot branches to at its end.</param>
    public uint[] SlotCode(ulong done)
    {
        uint[] code = new uint[Slots.Count * GuestLayout.SlotBytes / 4];
        for (int n = 0; n < Slots.Count; n++)
        {
            uint[] words = Slots[n];
            if (words.Length > GuestLayout.SlotInstructions)
                throw new ArgumentException($"{words.Length} instructions do not fit a slot", nameof(done));
            words.CopyTo(code, n * GuestLayout.SlotBytes / 4);
            ulong end = GuestLayout.SlotOf(n) + (ulong)words.Length * 4;
            code[n * GuestLayout.SlotBytes / 4 + words.Length] = Words.B(end, done);
        }
        return code;
    }
}
