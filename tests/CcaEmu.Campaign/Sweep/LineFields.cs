using System.Numerics;
using CcaEmu.Arm.A64;

namespace CcaEmu.Campaign.Sweep;

/// <summary>The fields of a line as runs of bits, to read a word apart and put it together again fast.</summary>
internal sealed class LineFields
{
    private readonly Run[] _runs;

    public LineFields(A64Encoding line)
    {
        Line = line;
        List<Run> runs = [];
        string letters = new([.. line.Pattern.Where(char.IsLetter).Distinct()]);
        for (int field = 0; field < letters.Length; field++)
        {
            int place = 0;
            for (uint mask = line.FieldMask(letters[field]); mask != 0;)
            {
                int shift = BitOperations.TrailingZeroCount(mask);
                int length = BitOperations.TrailingZeroCount(~(mask >> shift));
                runs.Add(new Run(field, shift, place, uint.MaxValue >> (32 - length)));
                place += length;
                mask &= ~(uint.MaxValue >> (32 - length) << shift);
            }
        }
        _runs = [.. runs];
        Letters = letters;
    }

    public A64Encoding Line { get; }

    public string Letters { get; }

    /// <summary>Reads every field of a word, then writes each into the line's fixed bits: the word again, if the line has a field for every bit.</summary>
    public uint DecodeThenEncode(uint word)
    {
        Span<uint> fields = stackalloc uint[Letters.Length];
        fields.Clear();
        foreach (Run run in _runs)
            fields[run.Field] |= (word >> run.Shift & run.Mask) << run.Place;
        uint encoded = Line.FixedValue;
        foreach (Run run in _runs)
            encoded |= (fields[run.Field] >> run.Place & run.Mask) << run.Shift;
        return encoded;
    }

    /// <summary>Whether this reads and writes fields as the line itself does, for a word.</summary>
    public bool AgreesWithLine(uint word)
    {
        uint encoded = Letters.Aggregate(Line.FixedValue, (w, letter) => Line.WriteField(w, letter, Line.ReadField(word, letter)));
        return encoded == DecodeThenEncode(word);
    }

    private readonly record struct Run(int Field, int Shift, int Place, uint Mask);
}
