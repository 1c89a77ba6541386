using CcaEmu.Campaign.Oracle;

namespace CcaEmu.Campaign.Vectors;

/// <summary>Runs vectors on our PE.</summary>
internal static class VectorRun
{
    /// <summary>Runs vectors.</summary>
    /// <returns>Those that come out otherwise than they say.</returns>
    public static List<Mismatch> Run(IEnumerable<CaseVector> vectors, UserPe pe)
    {
        List<Mismatch> wrong = [];
        foreach (CaseVector vector in vectors)
        {
            ulong[] actual = RunOne(vector.Words, vector.Input, pe);
            if (!actual.AsSpan().SequenceEqual(vector.Expected))
                wrong.Add(new Mismatch(vector.Op, vector.Words, GuestLayout.Slots, vector.Input, vector.Expected, actual));
        }
        return wrong;
    }

    /// <summary>Runs instructions in the first slot with one state.</summary>
    public static ulong[] RunOne(uint[] words, ulong[] input, UserPe pe) => pe.Run(new Batch([words], 1, input));
}
