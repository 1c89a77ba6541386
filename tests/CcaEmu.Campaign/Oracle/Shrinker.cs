using CcaEmu.Arm.A64;
using CcaEmu.Campaign.Vectors;

namespace CcaEmu.Campaign.Oracle;

/// <summary>Makes a mismatch smaller while our PE and the oracle still differ: fewer instructions, then less state.</summary>
internal sealed class Shrinker(UserPe pe)
{
    private const int Rounds = 20;

    /// <summary>Shrinks a mismatch.</summary>
    /// <returns>The smallest one found, in the first slot; null when it does not differ there.</returns>
    public Mismatch? Shrink(Mismatch mismatch)
    {
        Mismatch? best = Try(mismatch.Op, mismatch.Words, mismatch.Input);
        if (best is null)
            return null;
        for (int n = 0; n < best.Words.Length && mismatch.Op == A64Op.Undefined; n++)
        {
            uint[] without = [.. best.Words];
            without[n] = Words.Nop;
            best = Try(best.Op, without, best.Input) ?? best;
        }
        for (int round = 0; round < Rounds; round++)
        {
            if (SimplifyState(best) is not { } simpler)
                return best;
            best = simpler;
        }
        return best;
    }

    // All simplifications of one word at once, one state each, then those that keep the difference one upon the other.
    private Mismatch? SimplifyState(Mismatch best)
    {
        ulong[] plain = CaseVector.Default();
        List<(int Word, ulong Value)> single = [];
        for (int word = 0; word < CaseState.Words; word++)
        {
            foreach (ulong value in Simpler(word, best.Input[word], plain[word]))
                single.Add((word, value));
        }
        if (single.Count == 0)
            return null;
        List<ulong[]> states = [.. single.Select(change => With(best.Input, [change]))];
        bool[] differs = Differs(best.Words, states);
        List<(int Word, ulong Value)> good = [.. single.Where((_, n) => differs[n]).DistinctBy(change => change.Word)];
        List<ulong[]> prefixes = [.. Enumerable.Range(1, good.Count).Select(count => With(best.Input, good.Take(count)))];
        for (int n = prefixes.Count - 1; n >= 0; n--)
        {
            if (Try(best.Op, best.Words, prefixes[n]) is { } smaller)
                return smaller;
        }
        return null;
    }

    private static IEnumerable<ulong> Simpler(int word, ulong value, ulong plain)
    {
        if (value == plain)
            yield break;
        yield return plain;
        if (word is CaseState.Fpcr or CaseState.Fpsr)
        {
            for (ulong bits = value; bits != 0; bits &= bits - 1)
                yield return value & ~(bits & ~(bits - 1));
        }
        else
        {
            foreach (ulong mask in new ulong[] { 0xFFFF_FFFF, 0xFFFF, 0xFFFF_0000, 0xFFFF_FFFF_0000_0000 })
            {
                if ((value & mask) != value)
                    yield return value & mask;
            }
        }
    }

    private static ulong[] With(ulong[] input, IEnumerable<(int Word, ulong Value)> changes)
    {
        ulong[] state = [.. input];
        foreach ((int word, ulong value) in changes)
            state[word] = value;
        return state;
    }

    private bool[] Differs(uint[] words, List<ulong[]> states)
    {
        var batch = new Batch([words], states.Count, [.. states.SelectMany(state => state)]);
        ulong[] expected = Qemu.Run(batch), actual = pe.Run(batch);
        return [.. Enumerable.Range(0, states.Count).Select(n => !expected.AsSpan(n * CaseState.Words, CaseState.Words)
            .SequenceEqual(actual.AsSpan(n * CaseState.Words, CaseState.Words)))];
    }

    private Mismatch? Try(A64Op op, uint[] words, ulong[] input)
    {
        var batch = new Batch([words], 1, input);
        ulong[] expected = Qemu.Run(batch), actual = pe.Run(batch);
        return expected.AsSpan().SequenceEqual(actual) ? null : new Mismatch(op, words, GuestLayout.Slots, input, expected, actual);
    }
}
