using System.Buffers.Binary;
using System.Text;

namespace CcaEmu.Machine.DeviceTrees;

/// <summary>Writes a device tree as the blob that boot loaders hand to kernels.</summary>
/// <remarks>Devicetree Specification v0.4, chapter 5 "Flattened Devicetree (DTB) Format", version 17.</remarks>
public static class FlattenedDeviceTree
{
    private const uint Magic = 0xD00D_FEED, Version = 17, LastCompatibleVersion = 16;
    private const uint BeginNode = 1, EndNode = 2, PropertyToken = 3, End = 9;
    private const int HeaderBytes = 40, ReservationBytes = 16;

    /// <summary>Makes the blob; no memory is reserved in it, and the boot processor is number 0.</summary>
    /// <param name="root">The root node.</param>
    /// <returns>Its bytes: to be put at an address that is a multiple of 8.</returns>
    public static byte[] Write(DeviceTreeNode root)
    {
        var structure = new MemoryStream();
        var strings = new MemoryStream();
        WriteNode(root, structure, strings, []);
        WriteWord(structure, End);
        uint structureOffset = HeaderBytes + ReservationBytes;
        uint stringsOffset = structureOffset + (uint)structure.Length;
        uint total = (stringsOffset + (uint)strings.Length + 7) & ~7u;
        var blob = new byte[total];
        uint[] header =
        [
            Magic, total, structureOffset, stringsOffset, HeaderBytes, Version, LastCompatibleVersion, 0, (uint)strings.Length, (uint)structure.Length,
        ];
        for (int i = 0; i < header.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(i * 4), header[i]);
        structure.ToArray().CopyTo(blob, (int)structureOffset);
        strings.ToArray().CopyTo(blob, (int)stringsOffset);
        return blob;
    }

    private static void WriteNode(DeviceTreeNode node, MemoryStream structure, MemoryStream strings, Dictionary<string, uint> names)
    {
        WriteWord(structure, BeginNode);
        WritePadded(structure, Encoding.ASCII.GetBytes(node.Name + "\0"));
        foreach ((string name, byte[] value) in node.Properties)
        {
            WriteWord(structure, PropertyToken);
            WriteWord(structure, (uint)value.Length);
            WriteWord(structure, OffsetOf(name, strings, names));
            WritePadded(structure, value);
        }
        foreach (DeviceTreeNode child in node.Children)
            WriteNode(child, structure, strings, names);
        WriteWord(structure, EndNode);
    }

    private static uint OffsetOf(string name, MemoryStream strings, Dictionary<string, uint> names)
    {
        if (names.TryGetValue(name, out uint offset))
            return offset;
        offset = (uint)strings.Length;
        names.Add(name, offset);
        strings.Write(Encoding.ASCII.GetBytes(name + "\0"));
        return offset;
    }

    private static void WritePadded(MemoryStream stream, byte[] bytes)
    {
        stream.Write(bytes);
        stream.Write(new byte[-bytes.Length & 3]);
    }

    private static void WriteWord(MemoryStream stream, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        stream.Write(bytes);
    }
}
