using CcaEmu.Arm.A64;

namespace CcaEmu.Campaign.Sweep;

/// <summary>Decoder and formatter against Capstone 4.0, word by word: mnemonic and operands. Allocates only for words whose text differs. One thread at a time.</summary>
internal sealed class TextComparison : IDisposable
{
    /// <summary>Where every word is taken to stand.</summary>
    public const ulong Pc = 0x8000_1000;

    private readonly CapstoneText _capstone = new();
    private readonly Formatter _formatter = new(SystemNames.NameOf);

    /// <summary>Words that both know.</summary>
    public long Common { get; private set; }

    /// <summary>Words that both know and whose texts differ as <see cref="CapstoneDifferences"/> says they do.</summary>
    public long Excused { get; private set; }

    /// <summary>Compares one word.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Compare(uint word)
    {
        Instruction ours = Decoder.Decode(word);
        bool known = _capstone.Decode(word, Pc);
        if (!ours.IsDefined)
            return !known || CapstoneDifferences.IsOutsideTheTable(word) ? null : $"0x{word:x8}: Capstone has '{Theirs()}', the table has no line";
        if (!known)
            return CapstoneDifferences.IsUnknown(ours) ? null : $"{ours} '{_formatter.Format(ours, Pc)}': Capstone takes it for undefined";

        Common++;
        Span<char> room = stackalloc char[Formatter.LongestText];
        _formatter.TryFormat(ours, Pc, room, out int length);
        if (Same(room[..length]))
            return null;
        string text = room[..length].ToString(), theirs = Theirs();
        if (!CapstoneDifferences.IsKnown(ours, text, theirs))
            return $"{ours}: ours '{text}', Capstone's '{theirs}'";
        Excused++;
        return null;
    }

    public void Dispose() => _capstone.Dispose();

    private bool Same(ReadOnlySpan<char> ours)
    {
        ReadOnlySpan<byte> mnemonic = _capstone.Mnemonic, operands = _capstone.Operands;
        if (operands.IsEmpty)
            return System.Text.Ascii.Equals(mnemonic, ours);
        return ours.Length == mnemonic.Length + 1 + operands.Length && ours[mnemonic.Length] == ' '
            && System.Text.Ascii.Equals(operands, ours[(mnemonic.Length + 1)..]) && System.Text.Ascii.Equals(mnemonic, ours[..mnemonic.Length]);
    }

    private string Theirs() => (System.Text.Encoding.ASCII.GetString(_capstone.Mnemonic) + " " + System.Text.Encoding.ASCII.GetString(_capstone.Operands)).TrimEnd();
}
