using CcaEmu.Arm.A64;
using StringBuilder = System.Text.StringBuilder;

namespace CcaEmu.Campaign.Oracle;

/// <summary>A case in which our PE and the oracle end in different states.</summary>
/// <param name="Op">The line; <see cref="A64Op.Undefined"/> for a sequence.</param>
/// <param name="Words">The instructions.</param>
/// <param name="Address">Where they stood.</param>
/// <param name="Input">The state going in.</param>
/// <param name="Expected">The oracle's.</param>
/// <param name="Actual">Ours.</param>
internal sealed record Mismatch(A64Op Op, uint[] Words, ulong Address, ulong[] Input, ulong[] Expected, ulong[] Actual)
{
    /// <summary>Disassembly, the inputs that the instructions name, and what differs.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Op == A64Op.Undefined ? "sequence" : Op.ToString()).Append(':');
        for (int n = 0; n < Words.Length; n++)
            text.Append($"\n  {Words[n]:x8}  {new Formatter().Format(Decoder.Decode(Words[n]), Address + (ulong)n * 4)}");
        text.Append("\n  in: ").Append(string.Join(' ', Named().Select(word => $"{CaseState.NameOf(word)}={Input[word]:x}")));
        for (int word = 0; word < CaseState.Words; word++)
        {
            if (Expected[word] != Actual[word])
                text.Append($"\n  {CaseState.NameOf(word),-6} was {Input[word]:x16}, expected {Expected[word]:x16}, ours {Actual[word]:x16}");
        }
        return text.ToString();
    }

    /// <summary>The words of the state that the instructions' register fields name, whichever file they are of, and flags and controls.</summary>
    public IEnumerable<int> Named() => NamedBy(Words).Where(word => Input[word] != 0);

    internal static SortedSet<int> NamedBy(IEnumerable<uint> words)
    {
        SortedSet<int> named = [8, 10, CaseState.Nzcv, CaseState.Fpcr, CaseState.Fpsr, CaseState.Sp];
        foreach (uint word in words)
        {
            foreach (int shift in (ReadOnlySpan<int>)[0, 5, 10, 16])
            {
                int register = (int)(word >> shift & 31);
                named.Add(register);
                named.Add(CaseState.V + register * 2);
                named.Add(CaseState.V + register * 2 + 1);
            }
        }
        return named;
    }
}
