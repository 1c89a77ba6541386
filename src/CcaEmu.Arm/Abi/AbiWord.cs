using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Abi;

/// <summary>Where a revision of the RMM specification has the fields of a 64-bit word: a descriptor, requirements, or flags.</summary>
/// <remarks>
/// The counterpart of <see cref="AbiLayout"/> for words: code works on the layout of 2.0-bet1, and where both are the same nothing is done.
/// What only one of the two can say is not lost: it becomes a bit without meaning in the other, for whoever refuses such bits to refuse.
/// </remarks>
public sealed class AbiWord
{
    private readonly AbiBits[] _fields;
    private readonly (BitField Here, BitField Canonical)[] _moves;
    private readonly AbiWord _canonical;
    private readonly ulong _meaningless;

    /// <summary>A layout that code works on.</summary>
    /// <param name="name">The specification's name of the type.</param>
    /// <param name="fields">Its fields, none over another.</param>
    /// <exception cref="ArgumentException">A field is beyond the word, or two fields overlap.</exception>
    public AbiWord(string name, params IReadOnlyList<AbiBits> fields)
        : this(name, [.. fields], null)
    {
    }

    private AbiWord(string name, AbiBits[] fields, AbiWord? canonical)
    {
        (Name, _fields, _canonical) = (name, fields, canonical ?? this);
        foreach (AbiBits field in fields)
        {
            BitField place = field.Place;
            if (place.Lsb < 0 || place.Width < 1 || place.Lsb + place.Width > 64 || (Known & place.Mask) != 0)
                throw new ArgumentException($"{name}.{field.Name} at bit {place.Lsb} overlaps another field or the end", nameof(fields));
            Known |= place.Mask;
        }
        _meaningless = ~Known == 0 ? 0 : 1UL << 63 - System.Numerics.BitOperations.LeadingZeroCount(~Known);
        _moves =
        [
            .. from field in fields
               join same in _canonical._fields on field.Name equals same.Name
               select (field.Place, same.Place),
        ];
        if (_moves.Any(move => move.Here.Width < move.Canonical.Width))
            throw new ArgumentException($"a field of {name} holds less than code may put into it", nameof(fields));
    }

    /// <summary>The specification's name of the type.</summary>
    public string Name { get; }

    /// <summary>Every bit with a meaning.</summary>
    public ulong Known { get; }

    /// <summary>Whether it is the layout that code works on.</summary>
    public bool IsCanonical => ReferenceEquals(_canonical, this);

    /// <summary>The same word with fields elsewhere, or new ones; no field of the changes keeps its old place.</summary>
    /// <param name="changes">Fields by name; none narrower than in the layout that code works on.</param>
    /// <returns>The layout.</returns>
    /// <exception cref="ArgumentException">A field is too narrow or beyond the word, or two fields overlap.</exception>
    public AbiWord With(params ReadOnlySpan<AbiBits> changes)
    {
        var fields = _fields.ToDictionary(field => field.Name);
        foreach (AbiBits change in changes)
            fields[change.Name] = change;
        return new AbiWord(Name, [.. fields.Values], _canonical);
    }

    /// <summary>The same word without some fields.</summary>
    /// <param name="names">Their names.</param>
    /// <returns>The layout.</returns>
    public AbiWord Without(params ReadOnlySpan<string> names)
    {
        string[] gone = [.. names];
        return new AbiWord(Name, [.. _fields.Where(field => !gone.Contains(field.Name))], _canonical);
    }

    /// <summary>Brings a word into the layout that code works on.</summary>
    /// <param name="word">In this layout.</param>
    /// <returns>The same in that of 2.0-bet1.</returns>
    public ulong ToCanonical(ulong word)
    {
        if (IsCanonical)
            return word;
        ulong result = 0;
        ulong rest = word;
        foreach ((BitField here, BitField canonical) in _moves)
            Move(here, canonical, ref rest, ref result);
        return rest == 0 ? result : result | _canonical._meaningless;
    }

    /// <summary>The reverse of <see cref="ToCanonical"/>.</summary>
    /// <param name="word">In the layout of 2.0-bet1.</param>
    /// <returns>The same in this layout.</returns>
    public ulong FromCanonical(ulong word)
    {
        if (IsCanonical)
            return word;
        ulong result = 0;
        ulong rest = word;
        foreach ((BitField here, BitField canonical) in _moves)
            Move(canonical, here, ref rest, ref result);
        return rest == 0 ? result : result | _meaningless;
    }

    // Of a wider field, what the narrower cannot hold stays in the rest.
    private static void Move(BitField from, BitField to, ref ulong rest, ref ulong result)
    {
        var common = new BitField(from.Lsb, Math.Min(from.Width, to.Width));
        result = to.Set(result, common.Get(rest));
        rest &= ~common.Mask;
    }
}
