namespace CcaEmu.Arm.Abi;

/// <summary>Where a revision of the RMM specification has the fields of a structure that two worlds share.</summary>
/// <remarks>
/// The code works on one layout, that of 2.0-bet1; a structure of another revision is brought into it, or out of it, where it is read or
/// written. A field that one of the two layouts does not have is zero in it, and bytes without a name are. Where both are the same nothing
/// is copied: see <see cref="IsCanonical"/>.
/// </remarks>
public sealed class AbiLayout
{
    private readonly AbiField[] _fields;
    private readonly AbiLayout _canonical;

    /// <summary>A layout that code works on.</summary>
    /// <param name="name">The specification's name of the structure.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="fields">Its fields, none over another.</param>
    /// <exception cref="ArgumentException">A field is beyond the structure, or two fields overlap.</exception>
    public AbiLayout(string name, int size, params IReadOnlyList<AbiField> fields)
        : this(name, size, [.. fields], null)
    {
    }

    private AbiLayout(string name, int size, AbiField[] fields, AbiLayout? canonical)
    {
        (Name, Size, _fields, _canonical) = (name, size, fields, canonical ?? this);
        int end = 0;
        foreach (AbiField field in fields.OrderBy(field => field.Offset))
        {
            if (field.Offset < end || field.Size <= 0 || field.Offset + field.Size > size)
                throw new ArgumentException($"{name}.{field.Name} at 0x{field.Offset:x} overlaps another field or the end", nameof(fields));
            end = field.Offset + field.Size;
        }
        UsedBytes = end;
    }

    /// <summary>The specification's name of the structure.</summary>
    public string Name { get; }

    /// <summary>Bytes.</summary>
    public int Size { get; }

    /// <summary>Bytes up to the end of the last field.</summary>
    public int UsedBytes { get; }

    /// <summary>Every field.</summary>
    public IReadOnlyList<AbiField> Fields => _fields;

    /// <summary>Whether it is the layout that code works on.</summary>
    public bool IsCanonical => ReferenceEquals(_canonical, this);

    /// <summary>The same structure with fields elsewhere, of another size, or new ones; no field of the changes keeps its old place.</summary>
    /// <param name="changes">Fields by name.</param>
    /// <returns>The layout.</returns>
    /// <exception cref="ArgumentException">A field is beyond the structure, or two fields overlap.</exception>
    public AbiLayout With(params ReadOnlySpan<AbiField> changes)
    {
        var fields = _fields.ToDictionary(field => field.Name);
        foreach (AbiField change in changes)
            fields[change.Name] = change;
        return new AbiLayout(Name, Size, [.. fields.Values], _canonical);
    }

    /// <summary>The same structure without some fields.</summary>
    /// <param name="names">Their names.</param>
    /// <returns>The layout.</returns>
    public AbiLayout Without(params ReadOnlySpan<string> names)
    {
        string[] gone = [.. names];
        return new AbiLayout(Name, Size, [.. _fields.Where(field => !gone.Contains(field.Name))], _canonical);
    }

    /// <summary>Brings a structure into the layout that code works on.</summary>
    /// <param name="bytes">The structure in this layout; replaced in place, and zero where nothing has a name.</param>
    public void ToCanonical(Span<byte> bytes) => Convert(bytes, this, _canonical);

    /// <summary>Brings a structure from the layout that code works on into this one.</summary>
    /// <param name="bytes">The structure; replaced in place, and zero where nothing has a name.</param>
    public void FromCanonical(Span<byte> bytes) => Convert(bytes, _canonical, this);

    /// <summary>The field of this layout that an offset of the canonical one stands for.</summary>
    /// <param name="canonicalOffset">First byte of a field of the canonical layout.</param>
    /// <returns>The field; null where this layout does not have it.</returns>
    public AbiField? At(int canonicalOffset)
    {
        foreach (AbiField field in _canonical._fields)
        {
            if (field.Offset == canonicalOffset)
                return Find(field.Name);
        }
        return null;
    }

    private AbiField? Find(string name)
    {
        foreach (AbiField field in _fields)
        {
            if (field.Name == name)
                return field;
        }
        return null;
    }

    private static void Convert(Span<byte> bytes, AbiLayout from, AbiLayout to)
    {
        if (ReferenceEquals(from, to))
            return;
        byte[] source = bytes[..from.Size].ToArray();
        bytes[..to.Size].Clear();
        foreach (AbiField field in to._fields)
        {
            if (from.Find(field.Name) is { } old)
                source.AsSpan(old.Offset, Math.Min(old.Size, field.Size)).CopyTo(bytes[field.Offset..]);
        }
    }
}
