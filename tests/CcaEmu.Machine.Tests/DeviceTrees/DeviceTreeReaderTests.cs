using System.Buffers.Binary;
using CcaEmu.Machine.DeviceTrees;

namespace CcaEmu.Machine.Tests.DeviceTrees;

public sealed class DeviceTreeReaderTests
{
    [Test]
    public void What_is_written_is_read_back([Range(0, 40)] int seed)
    {
        DeviceTreeNode root = RandomNode(new Random(seed), "", 0);
        byte[] blob = FlattenedDeviceTree.Write(root);
        Assert.That(DeviceTreeReader.TryRead(blob, out DeviceTreeNode? read, out string? error), error);
        Assert.That(Flat(read!), Is.EqualTo(Flat(root)));
        Assert.That(FlattenedDeviceTree.Write(read!), Is.EqualTo(blob));
    }

    [Test]
    public void A_blob_that_is_cut_off_is_refused_at_every_length()
    {
        byte[] blob = FlattenedDeviceTree.Write(RandomNode(new Random(3), "", 0));
        for (int length = 0; length < blob.Length; length++)
            Assert.That(DeviceTreeReader.TryRead(blob.AsSpan(0, length), out _, out _), Is.False, $"{length}");
    }

    [Test]
    public void Whatever_is_changed_in_a_blob_it_is_read_or_refused_with_a_reason()
    {
        var random = new Random(1);
        byte[] blob = FlattenedDeviceTree.Write(RandomNode(new Random(3), "", 0));
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            var changed = (byte[])blob.Clone();
            for (int n = random.Next(1, 4); n > 0; n--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            if (DeviceTreeReader.TryRead(changed, out DeviceTreeNode? root, out string? error))
                Assert.That(root, Is.Not.Null);
            else
                refused += error!.Length > 0 ? 1 : 0;
        }
        Assert.That(refused, Is.GreaterThan(1000));
    }

    [Test]
    public void Nodes_nested_without_end_are_refused()
    {
        var nested = new DeviceTreeNode("");
        DeviceTreeNode at = nested;
        for (int i = 0; i < 1000; i++)
            at = at.Add("n");
        Assert.That(DeviceTreeReader.TryRead(FlattenedDeviceTree.Write(nested), out _, out string? error), Is.False);
        Assert.That(error, Does.Contain("malformed"));
    }

    [Test]
    public void Other_versions_are_refused()
    {
        byte[] blob = FlattenedDeviceTree.Write(new DeviceTreeNode(""));
        BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(20), 3);
        Assert.That(DeviceTreeReader.TryRead(blob, out _, out string? error), Is.False);
        Assert.That(error, Does.Contain("version 3"));
    }

    private static DeviceTreeNode RandomNode(Random random, string name, int depth)
    {
        var node = new DeviceTreeNode(name);
        for (int i = random.Next(5); i > 0; i--)
        {
            var value = new byte[random.Next(12)];
            random.NextBytes(value);
            node.Set($"property-{i}", value);
        }
        for (int i = depth < 4 ? random.Next(4) : 0; i > 0; i--)
        {
            DeviceTreeNode child = node.Add($"node@{i}");
            foreach ((string property, byte[] value) in RandomNode(random, "", depth + 1).Properties)
                child.Set(property, value);
            child.Add("leaf");
        }
        return node;
    }

    private static IEnumerable<string> Flat(DeviceTreeNode node, string path = "")
    {
        yield return $"{path}/{node.Name}";
        foreach ((string name, byte[] value) in node.Properties)
            yield return $"{path}/{node.Name}:{name}={Convert.ToHexString(value)}";
        foreach (string line in node.Children.SelectMany(child => Flat(child, $"{path}/{node.Name}")))
            yield return line;
    }
}
