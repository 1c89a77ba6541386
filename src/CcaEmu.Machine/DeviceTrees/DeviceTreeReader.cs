using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CcaEmu.Machine.DeviceTrees;

/// <summary>Reads a device tree blob, whatever bytes it holds: each offset is checked, and nothing is followed twice.</summary>
/// <remarks>Devicetree Specification v0.4, chapter 5 "Flattened Devicetree (DTB) Format", version 17.</remarks>
public ref struct DeviceTreeReader
{
    private const uint Magic = 0xD00D_FEED, OldestVersion = 16;
    private const uint BeginNode = 1, EndNode = 2, PropertyToken = 3, Nop = 4, End = 9;
    private const int HeaderBytes = 40, DeepestNode = 64;

    private readonly ReadOnlySpan<byte> _strings;
    private readonly ReadOnlySpan<byte> _structure;
    private int _at;

    private DeviceTreeReader(ReadOnlySpan<byte> structure, ReadOnlySpan<byte> strings)
    {
        _structure = structure;
        _strings = strings;
    }

    /// <summary>Reads a blob.</summary>
    /// <param name="blob">The blob; what stands behind the size in its header is left alone.</param>
    /// <param name="root">The root node.</param>
    /// <param name="error">What is wrong, as a clause.</param>
    /// <returns>Whether it is a well-formed tree. Its memory reservations are not read.</returns>
    public static bool TryRead(ReadOnlySpan<byte> blob, [NotNullWhen(true)] out DeviceTreeNode? root, [NotNullWhen(false)] out string? error)
    {
        root = null;
        error = FindHeaderError(blob, out ReadOnlySpan<byte> structure, out ReadOnlySpan<byte> strings);
        if (error is not null)
            return false;
        var reader = new DeviceTreeReader(structure, strings);
        root = reader.TryReadWord(out uint token) && token == BeginNode ? reader.ReadNode(0) : null;
        bool ends = root is not null && reader.TryReadToken(out token) && token == End;
        error = ends ? null : $"a structure block that is malformed near its byte {reader._at}";
        root = ends ? root : null;
        return ends;
    }

    private static string? FindHeaderError(ReadOnlySpan<byte> blob, out ReadOnlySpan<byte> structure, out ReadOnlySpan<byte> strings)
    {
        structure = strings = default;
        if (blob.Length < HeaderBytes || BinaryPrimitives.ReadUInt32BigEndian(blob) != Magic)
            return "a file without its magic number";
        uint Word(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt32BigEndian(bytes[(index * 4)..]);
        uint total = Word(blob, 1);
        if (total < HeaderBytes || total > (uint)blob.Length)
            return $"a blob of {total} bytes in a file of {blob.Length}";
        if (Word(blob, 5) < OldestVersion || Word(blob, 6) > 17)
            return $"version {Word(blob, 5)}, not 17";
        return TrySlice(blob, total, Word(blob, 2), Word(blob, 9), out structure) && TrySlice(blob, total, Word(blob, 3), Word(blob, 8), out strings)
            ? null
            : "blocks that reach beyond its end";
    }

    private static bool TrySlice(ReadOnlySpan<byte> blob, uint total, uint offset, uint size, out ReadOnlySpan<byte> slice)
    {
        bool inside = offset <= total && size <= total - offset;
        slice = inside ? blob.Slice((int)offset, (int)size) : default;
        return inside;
    }

    // Behind FDT_BEGIN_NODE; null where the block is malformed.
    private DeviceTreeNode? ReadNode(int depth)
    {
        if (depth > DeepestNode || !TryReadText(_structure, ref _at, out string? name))
            return null;
        Align();
        var node = new DeviceTreeNode(name);
        while (TryReadToken(out uint token))
        {
            switch (token)
            {
                case PropertyToken when TryReadProperty(node):
                    break;
                case BeginNode when ReadNode(depth + 1) is { } child:
                    node.Add(child);
                    break;
                case EndNode:
                    return node;
                default:
                    return null;
            }
        }
        return null;
    }

    private bool TryReadProperty(DeviceTreeNode node)
    {
        if (!TryReadWord(out uint length) || !TryReadWord(out uint nameOffset) || nameOffset >= (uint)_strings.Length
            || length > (uint)(_structure.Length - _at))
            return false;
        int at = (int)nameOffset;
        if (!TryReadText(_strings, ref at, out string? name))
            return false;
        node.Set(name, _structure.Slice(_at, (int)length).ToArray());
        _at += (int)length;
        Align();
        return true;
    }

    private bool TryReadToken(out uint token)
    {
        while (TryReadWord(out token))
        {
            if (token != Nop)
                return true;
        }
        return false;
    }

    private bool TryReadWord(out uint word)
    {
        bool inside = _structure.Length - _at >= 4;
        word = inside ? BinaryPrimitives.ReadUInt32BigEndian(_structure[_at..]) : 0;
        _at += inside ? 4 : 0;
        return inside;
    }

    private void Align() => _at = Math.Min((_at + 3) & ~3, _structure.Length);

    private static bool TryReadText(ReadOnlySpan<byte> bytes, ref int at, [NotNullWhen(true)] out string? text)
    {
        int length = bytes[at..].IndexOf((byte)0);
        text = length < 0 ? null : Encoding.Latin1.GetString(bytes.Slice(at, length));
        at += length + 1;
        return text is not null;
    }
}
