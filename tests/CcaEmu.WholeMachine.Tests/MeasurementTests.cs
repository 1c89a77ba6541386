using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Machine;
using CcaEmu.Memory;
using CcaEmu.Rmm.Realms;

namespace CcaEmu.WholeMachine.Tests;

/// <summary>The Realm Initial Measurement follows the image, byte for byte, and nothing else.</summary>
public sealed class MeasurementTests
{
    [Test]
    public void The_same_image_gives_the_same_rim_on_every_run_and_seed()
    {
        Elf64Image image = RealmMachine.Load("hello.elf");
        string first = RimOf(image, 1);
        Assert.That(first, Is.Not.EqualTo(new string('0', 64)));
        Assert.That(RimOf(image, 1), Is.EqualTo(first));
        Assert.That(RimOf(image, 99), Is.EqualTo(first));
    }

    [Test]
    public void Flipping_any_byte_that_is_loaded_changes_the_rim()
    {
        byte[] file = File.ReadAllBytes(Repository.Image("hello.elf"));
        var seen = new HashSet<string> { RimOf(Parse(file), 1) };
        (int Start, int Length)[] loaded = LoadedParts(file);
        int flips = 0;
        // Every byte of the small parts, and a seeded spread over the large ones.
        var random = new SeededRandom(2);
        foreach ((int start, int length) in loaded)
        {
            for (int i = 0; i < Math.Min(length, 150); i++)
            {
                int offset = length <= 150 ? start + i : start + (int)(random.Next() % (ulong)length);
                var flipped = (byte[])file.Clone();
                flipped[offset] ^= (byte)(1 << (int)(random.Next() & 7));
                seen.Add(RimOf(Parse(flipped), 1));
                flips++;
            }
        }
        Assert.That(seen.Count, Is.GreaterThanOrEqualTo(flips * 9 / 10), "the spread may hit the same byte twice, but no flip keeps the RIM");
        Assert.That(flips, Is.GreaterThan(100));
    }

    [Test]
    public void The_realm_reads_its_own_rim()
    {
        using var machine = new RealmMachine("hello.elf");
        machine.RunToEnd();
        string rim = RimOf(RealmMachine.Load("hello.elf"), 1);
        Assert.That(machine.Console, Does.Contain($"RIM: {rim[..16]}"));
    }

    private static Elf64Image Parse(byte[] file)
    {
        Assert.That(Elf64Image.TryParse(file, out Elf64Image? image, out ImageError? error), error?.Message);
        return image!;
    }

    // Program headers of our own images: file offset and file size of each PT_LOAD.
    private static (int Start, int Length)[] LoadedParts(byte[] file)
    {
        int table = (int)BitConverter.ToUInt64(file, 32), count = BitConverter.ToUInt16(file, 56);
        return [.. Enumerable.Range(0, count).Select(i => table + i * 56).Where(at => BitConverter.ToUInt32(file, at) == 1)
            .Select(at => ((int)BitConverter.ToUInt64(file, at + 8), (int)BitConverter.ToUInt64(file, at + 32))).Where(part => part.Item2 > 0)];
    }

    // The RIM as RMI_REALM_ACTIVATE froze it, read from the realm's RD.
    private static string RimOf(Elf64Image image, ulong seed)
    {
        using var machine = new RealmMachine(image, seed: seed);
        string? rim = null;
        ulong rd = 0;
        machine.OnCallFrom(ExceptionLevel.EL2, SecurityState.NonSecure, pe =>
            rd = (uint)pe.X(0) == (uint)RmiCommand.RealmActivate ? pe.X(1) : 0);
        machine.OnReturnTo(ExceptionLevel.EL2, SecurityState.NonSecure, pe =>
        {
            if (rd == 0)
                return;
            var bytes = new byte[32];
            Assert.That(pe.Physical.Read(new PhysicalAddress(rd + RdLayout.Measurements, Pas.Realm), bytes).Ok);
            rim = Convert.ToHexStringLower(bytes);
            machine.Machine.RequestStop();
        });
        machine.Machine.Run(10_000_000);
        return rim ?? throw new AssertionException("the realm was not activated");
    }
}
