using System.Globalization;

namespace CcaEmu.Arm.A64;

/// <summary>Text that grows in a span of the caller's; what does not fit is dropped and remembered.</summary>
internal ref struct InstructionText(Span<char> room)
{
    private readonly Span<char> _room = room;
    private bool _overflowed;

    /// <summary>How many characters there are.</summary>
    internal int Length { get; private set; }

    /// <summary>False once something did not fit.</summary>
    internal readonly bool Fits => !_overflowed;

    internal readonly ReadOnlySpan<char> Text => _room[..Length];

    internal void Add(char letter)
    {
        if (Length < _room.Length)
            _room[Length++] = letter;
        else
            _overflowed = true;
    }

    internal void Add(scoped ReadOnlySpan<char> text)
    {
        if (text.TryCopyTo(_room[Length..]))
            Length += text.Length;
        else
            _overflowed = true;
    }

    internal void AddLower(scoped ReadOnlySpan<char> text)
    {
        foreach (char letter in text)
            Add(char.ToLowerInvariant(letter));
    }

    internal void AddDecimal(int value) => Took(value.TryFormat(_room[Length..], out int written, default, CultureInfo.InvariantCulture), written);

    internal void AddHex(ulong value) => Took(value.TryFormat(_room[Length..], out int written, "x", CultureInfo.InvariantCulture), written);

    internal void AddFixedPoint(double value) => Took(value.TryFormat(_room[Length..], out int written, "F8", CultureInfo.InvariantCulture), written);

    /// <summary>Up to 9 in decimal, above in hexadecimal, with a sign and without a mark.</summary>
    internal void AddPlainNumber(long value)
    {
        if (value < 0)
            Add('-');
        ulong magnitude = value < 0 ? 0 - (ulong)value : (ulong)value;
        if (magnitude > 9)
        {
            Add("0x");
            AddHex(magnitude);
        }
        else
        {
            Add((char)('0' + magnitude));
        }
    }

    /// <summary>As <see cref="AddPlainNumber"/>, after a number sign.</summary>
    internal void AddNumber(long value)
    {
        Add('#');
        AddPlainNumber(value);
    }

    /// <summary>A number without sign, in hexadecimal above 9.</summary>
    internal void AddAddress(ulong address)
    {
        if (address <= long.MaxValue)
        {
            AddNumber((long)address);
            return;
        }
        Add("#0x");
        AddHex(address);
    }

    /// <summary>A shift by an amount after a comma: <c>, lsl #12</c>.</summary>
    internal void AddShift(scoped ReadOnlySpan<char> name, int amount)
    {
        Add(", ");
        Add(name);
        Add(" #");
        AddDecimal(amount);
    }

    internal void Add(A64Register register)
    {
        if (register.Number == 31)
        {
            Add(register.ToString());
            return;
        }
        Add(register.Is64Bit ? 'x' : 'w');
        AddDecimal(register.Number);
    }

    private void Took(bool fits, int written)
    {
        Length += written;
        _overflowed |= !fits;
    }
}
