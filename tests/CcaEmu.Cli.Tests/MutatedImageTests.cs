using System.Collections.Concurrent;
using CcaEmu.Arm;
using CcaEmu.Cli.Options;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Tests;

/// <summary>Images with a few wrong bytes, through everything that a user's image goes through.</summary>
[Category("WholeMachine")]
public sealed class MutatedImageTests
{
    private const int Mutations = 10_000;
    private const ulong InstructionLimit = 20_000;

    [Test]
    [CancelAfter(600_000)]
    public void Ten_thousand_mutations_of_hello_neither_crash_nor_hang()
    {
        byte[] hello = Images.Bytes("hello");
        var endings = new ConcurrentDictionary<string, int>();

        Parallel.For(0, Mutations, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            string ending = Try(Mutate(hello, seed), seed);
            endings.AddOrUpdate(ending, 1, (_, count) => count + 1);
        });

        TestContext.Out.WriteLine(string.Join(", ", endings.OrderBy(ending => ending.Key).Select(ending => $"{ending.Key} {ending.Value}")));
        // The mutations must reach all that they are meant for: the reader of images, and guests that end each way a guest can.
        Assert.That(endings.Keys, Is.SupersetOf(["refused", "Passed", "Failed", "LimitReached"]));
        Assert.That(endings.GetValueOrDefault("HostError"), Is.Zero, "no guest can make its host fail");
    }

    private static string Try(byte[] file, int seed)
    {
        var request = new RunRequest { ImagePath = $"mutation-{seed}", MemoryBytes = 2 << 20, MaxInstructions = InstructionLimit, Seed = (ulong)seed };
        if (!Elf64Image.TryParse(file, out Elf64Image? image, out ImageError? error))
            return Refused(error);
        if (ImagePlacement.Check(image, new Ipa(GuestMemoryLayout.RamBase), request.MemoryBytes) is { } misplaced)
            return Refused(misplaced);
        if (!new GuestBoot().TryAddTo(RequestedImage.LaunchOf(request, image), out RealmLaunch? launch, out error))
            return Refused(error);
        using var emulation = new Emulation(request, launch, _ => { });
        EmulationResult result = emulation.Run(CancellationToken.None);
        Assert.That(result.ExitCode, Is.AnyOf(ExitCodes.Passed, ExitCodes.Failed, ExitCodes.LimitReached), $"seed {seed}");
        Assert.That(result.Status == RunStatus.HostError, Is.False, $"seed {seed}: {result.Reason}");
        return result.Status.ToString();
    }

    private static string Refused(ImageError error)
    {
        Assert.That(error.Message, Does.Not.Contain("\n").And.Not.Empty);
        return "refused";
    }

    // One to eight bytes; half of the mutations in the headers, the others anywhere.
    private static byte[] Mutate(byte[] image, int seed)
    {
        var random = new Random(seed);
        byte[] file = [.. image];
        int reach = random.Next(2) == 0 ? 64 + 2 * 56 : file.Length;
        for (int i = random.Next(1, 9); i > 0; i--)
            file[random.Next(reach)] = (byte)random.Next(256);
        return file;
    }
}
