using System.Globalization;
using CcaEmu.Arm.A64;
using CcaEmu.Campaign.Oracle;

namespace CcaEmu.Campaign.Vectors;

/// <summary>One case kept as a line of text: the encoding's name, the words, what goes in, and what is different when it comes out.</summary>
/// <remarks>
/// <c>ADD_imm 91001441 | x2=7 | x1=c | add x1, x2, #5</c>. A part of the state that is not named going in has its
/// <see cref="Default"/>; one not named coming out is as it went in. Names are those of <see cref="CaseState.NameOf"/>, numbers are
/// hexadecimal, and the text behind the last bar is for the reader.
/// </remarks>
internal sealed record CaseVector(A64Op Op, uint[] Words, ulong[] Input, ulong[] Expected)
{
    /// <summary>What a vector does not say about the state going in: X8, X9 and SP point to the window's middle, the window counts, the rest is 0.</summary>
    public static ulong[] Default()
    {
        ulong[] state = new ulong[CaseState.Words];
        state[8] = state[9] = state[CaseState.Sp] = GuestLayout.WindowMiddle;
        for (int n = 0; n < CaseState.WindowBytes; n++)
            state[CaseState.Window + n / 8] |= (ulong)(byte)(n * 37 + 11) << 8 * (n % 8);
        return state;
    }

    /// <summary>The line of text.</summary>
    public string Format()
    {
        string words = string.Join(' ', Words.Select(word => word.ToString("x8", CultureInfo.InvariantCulture)));
        string text = string.Join("; ", Words.Select((word, n) => new Formatter().Format(Decoder.Decode(word), GuestLayout.Slots + (ulong)n * 4)));
        return $"{(Op == A64Op.Undefined ? "sequence" : Op.ToString())} {words} | {Changes(Default(), Input)} | {Changes(Input, Expected)} | {text}";
    }

    /// <summary>Reads a line of text.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static CaseVector Parse(string line)
    {
        string[] parts = line.Split('|');
        if (parts.Length < 3)
            throw new FormatException($"a vector has name and words, inputs and outputs, divided by bars: {line}");
        string[] names = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        A64Op op = names[0] == "sequence" ? A64Op.Undefined : Enum.Parse<A64Op>(names[0]);
        ulong[] input = Apply(Default(), parts[1]);
        return new CaseVector(op, [.. names.Skip(1).Select(word => uint.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture))],
            input, Apply([.. input], parts[2]));
    }

    private static string Changes(ulong[] from, ulong[] to) => string.Join(' ', Enumerable.Range(0, CaseState.Words)
        .Where(word => from[word] != to[word]).Select(word => $"{CaseState.NameOf(word)}={to[word]:x}"));

    private static ulong[] Apply(ulong[] state, string changes)
    {
        foreach (string change in changes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = change.IndexOf('=');
            state[CaseState.WordOf(change[..equals])] = ulong.Parse(change.AsSpan(equals + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }
        return state;
    }
}
