using CcaEmu.Campaign.Generation;

namespace CcaEmu.Campaign.Oracle;

/// <summary>Runs a batch on both sides and lists the cases that differ.</summary>
internal static class Comparison
{
    /// <summary>Compares all of every state.</summary>
    /// <param name="cases">The batch.</param>
    /// <param name="pe">Our PE.</param>
    /// <param name="undefined">Told the slots of cases that both took for undefined, once per case.</param>
    public static List<Mismatch> Run(CaseBatch cases, UserPe pe, Action<int>? undefined = null)
    {
        ulong[] expected = Qemu.Run(cases.Batch);
        ulong[] actual = pe.Run(cases.Batch);
        List<Mismatch> mismatches = [];
        for (int n = 0; n < cases.Batch.Cases; n++)
        {
            ReadOnlySpan<ulong> e = expected.AsSpan(n * CaseState.Words, CaseState.Words), a = actual.AsSpan(n * CaseState.Words, CaseState.Words);
            int slot = n / cases.Batch.StatesPerSlot;
            if (e.SequenceEqual(a))
            {
                if (e[CaseState.Signal] == 4)
                    undefined?.Invoke(slot);
                continue;
            }
            var mismatch = new Mismatch(cases.Ops[slot], cases.Batch.Slots[slot], GuestLayout.SlotOf(slot),
                cases.Batch.InputOf(n).ToArray(), e.ToArray(), a.ToArray());
            if (KnownDifferences.ReasonFor(mismatch) is null)
                mismatches.Add(mismatch);
        }
        return mismatches;
    }
}
