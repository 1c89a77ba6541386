using System.Buffers.Binary;
using CcaEmu.Cli.Disks;

namespace CcaEmu.Cli.Tests.Commands;

/// <summary>The guest's disk: <c>--disk</c> and <c>--snapshot</c>. The kernel image reads sector 3 and writes its complement to sector 4.</summary>
public sealed class DiskTests
{
    private const int Sector = 512;

    private string _file = "";

    private static string Kernel => Path.Combine(Images.Folder(), "kernel", "kernel.Image");

    [SetUp]
    public void MakeDisk()
    {
        _file = Path.GetTempFileName();
        File.WriteAllBytes(_file, Pattern());
    }

    [TearDown]
    public void RemoveDisk() => File.Delete(_file);

    [Test]
    public void What_a_guest_writes_is_in_the_file([Values("--realm", "--vm")] string kind)
    {
        CommandRun run = CommandRun.Of("run", Kernel, "-q", kind, "--disk", _file);
        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Error);
        Assert.That(run.Output, Does.Contain("disk: 0x10 sectors, sum of one").And.EndsWith("kernel: ok\n"));
        byte[] expected = Pattern();
        for (int i = 0; i < Sector; i++)
            expected[4 * Sector + i] = (byte)~expected[3 * Sector + i];
        Assert.That(File.ReadAllBytes(_file), Is.EqualTo(expected));
    }

    [Test]
    public void With_a_snapshot_the_file_stays_as_it_was()
    {
        CommandRun run = CommandRun.Of("run", Kernel, "-q", "--disk", _file, "--snapshot");
        Assert.That(run.Output, Does.Contain("written and read back"), run.Error);
        Assert.That(File.ReadAllBytes(_file), Is.EqualTo(Pattern()));
    }

    [Test]
    public void A_snapshot_of_a_disk_that_others_use_leaves_it_as_it_was_and_open()
    {
        Assert.That(DiskFile.TryOpen(_file, isReadOnly: false, out FileDisk? below, out string? error), error);
        using (below)
        {
            var read = new byte[Sector];
            using (var disk = new SnapshotDisk(below!, closesBelow: false))
                Assert.That(disk.TryWrite(0, new byte[Sector]));
            Assert.That(below!.TryRead(0, read));
            Assert.That(read, Is.EqualTo(Pattern()[..Sector]));
        }
    }

    [Test]
    public void A_snapshot_shows_what_was_written_and_else_what_is_below()
    {
        Assert.That(DiskFile.TryOpen(_file, isReadOnly: true, out FileDisk? below, out string? error), error);
        using var disk = new SnapshotDisk(below!);
        byte[] model = Pattern();
        var random = new Random(1);
        for (int i = 0; i < 500; i++)
        {
            int offset = random.Next(model.Length), length = random.Next(1, Math.Min(2000, model.Length - offset) + 1);
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.That(disk.TryWrite((ulong)offset, bytes));
            bytes.CopyTo(model, offset);
            var all = new byte[model.Length];
            Assert.That(disk.TryRead(0, all));
            Assert.That(all.AsSpan().SequenceEqual(model));
        }
        Assert.That(File.ReadAllBytes(_file), Is.EqualTo(Pattern()));
    }

    [Test]
    public void A_disk_that_somebody_cuts_gives_errors_and_no_exception()
    {
        Assert.That(DiskFile.TryOpen(_file, isReadOnly: true, out FileDisk? disk, out _));
        using (disk)
        {
            Assert.That(disk!.TryWrite(0, new byte[Sector]), Is.False, "it is open for reading");
            Assert.That(disk.TryRead(disk.SizeBytes, new byte[1]), Is.False);
        }
    }

    [Test]
    public void What_is_no_disk_is_refused_in_one_line()
    {
        CommandRun.Of("run", Kernel, "--disk", "/no/such/disk").MustRefuse("--disk: expected a file that can be read and written");
        CommandRun.Of("run", Kernel, "--snapshot").MustRefuse("--snapshot: expected --disk with it");
        File.WriteAllBytes(_file, new byte[Sector + 1]);
        CommandRun.Of("run", Kernel, "--disk", _file).MustRefuse("--disk: expected a file of a multiple of 512 bytes");
        File.WriteAllBytes(_file, []);
        CommandRun.Of("run", Kernel, "--disk", _file).MustRefuse("--disk: expected a file of a multiple of 512 bytes");
    }

    private static byte[] Pattern()
    {
        var contents = new byte[16 * Sector];
        for (int i = 0; i < contents.Length; i += 8)
            BinaryPrimitives.WriteUInt64LittleEndian(contents.AsSpan(i), (ulong)(i / Sector));
        return contents;
    }
}
