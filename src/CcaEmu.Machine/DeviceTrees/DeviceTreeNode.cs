using System.Buffers.Binary;
using System.Text;

namespace CcaEmu.Machine.DeviceTrees;

/// <summary>A node of a device tree: properties in order, then children in order.</summary>
/// <remarks>Devicetree Specification v0.4, section 2.2 "Devicetree Structure and Conventions".</remarks>
public sealed class DeviceTreeNode
{
    private readonly List<(string Name, byte[] Value)> _properties = [];
    private readonly List<DeviceTreeNode> _children = [];

    /// <summary>A node without anything.</summary>
    /// <param name="name">Its name with unit address, such as "memory@80000000"; empty for the root.</param>
    public DeviceTreeNode(string name) => Name = name;

    /// <summary>Its name with unit address.</summary>
    public string Name { get; }

    /// <summary>Its properties: name and value in the format's big-endian order.</summary>
    public IReadOnlyList<(string Name, byte[] Value)> Properties => _properties;

    /// <summary>Its children.</summary>
    public IReadOnlyList<DeviceTreeNode> Children => _children;

    /// <summary>Adds a child.</summary>
    /// <param name="name">Its name with unit address.</param>
    /// <returns>The child.</returns>
    public DeviceTreeNode Add(string name)
    {
        var child = new DeviceTreeNode(name);
        _children.Add(child);
        return child;
    }

    /// <summary>Adds a child that is made already.</summary>
    /// <param name="child">The child.</param>
    internal void Add(DeviceTreeNode child) => _children.Add(child);

    /// <summary>The child of a name, added where there is none.</summary>
    /// <param name="name">Its name with unit address.</param>
    public DeviceTreeNode Child(string name) => _children.Find(child => child.Name == name) ?? Add(name);

    /// <summary>Gives a property a value, in the place of the one it had.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value in the format's big-endian order.</param>
    /// <returns>This node.</returns>
    public DeviceTreeNode Set(string name, byte[] value)
    {
        int index = _properties.FindIndex(property => property.Name == name);
        if (index < 0)
            return Property(name, value);
        _properties[index] = (name, value);
        return this;
    }

    /// <summary>Adds a property without a value.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>This node.</returns>
    public DeviceTreeNode Flag(string name) => Property(name, []);

    /// <summary>Adds a property of 32-bit cells.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cells">The cells.</param>
    /// <returns>This node.</returns>
    public DeviceTreeNode Cells(string name, params ReadOnlySpan<uint> cells)
    {
        var value = new byte[cells.Length * 4];
        for (int i = 0; i < cells.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(i * 4), cells[i]);
        return Property(name, value);
    }

    /// <summary>Adds a property of 64-bit numbers, each of two cells: addresses and sizes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="numbers">The numbers.</param>
    /// <returns>This node.</returns>
    public DeviceTreeNode Wide(string name, params ReadOnlySpan<ulong> numbers)
    {
        var value = new byte[numbers.Length * 8];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt64BigEndian(value.AsSpan(i * 8), numbers[i]);
        return Property(name, value);
    }

    /// <summary>Adds a property of strings.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="texts">The strings, without their ends.</param>
    /// <returns>This node.</returns>
    public DeviceTreeNode Text(string name, params ReadOnlySpan<string> texts) =>
        Property(name, Encoding.ASCII.GetBytes(string.Concat(texts.ToArray().Select(text => text + "\0"))));

    private DeviceTreeNode Property(string name, byte[] value)
    {
        _properties.RemoveAll(property => property.Name == name);
        _properties.Add((name, value));
        return this;
    }
}
