using System.Buffers.Binary;

namespace CcaEmu.Benchmarks.VsQemu;

/// <summary>One image of firmware/workloads, and how fast this emulator has to run it.</summary>
/// <param name="Name">Name of the image.</param>
/// <param name="Target">Least speed relative to QEMU's.</param>
/// <param name="MaxIterations">Most iterations it has room for.</param>
internal sealed record Workload(string Name, double Target, ulong MaxIterations = ulong.MaxValue)
{
    /// <summary>Where every workload is linked and entered.</summary>
    public const ulong Base = 0x8800_0000;

    private const int IterationsOffset = 8, UartOffset = 16;

    /// <summary>The workloads in the order they are printed.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("alu", 0.10),
        new("stream", 0.25),
        new("calls", 0.30),
        new("copy", 0.25),
        new("svc", 8),
        new("cold", 4, 1_500_000),
        new("tlbi", 3),
    ];

    /// <summary>All names, for a usage line.</summary>
    public static string Names => string.Join(' ', All.Select(workload => workload.Name));

    /// <summary>The workload of a name; null when there is none.</summary>
    public static Workload? Named(string name) => All.FirstOrDefault(workload => workload.Name == name);

    /// <summary>The image with its parameters filled in.</summary>
    /// <param name="iterations">How often the work is done.</param>
    /// <param name="uart">Address of the board's PL011.</param>
    public byte[] Image(ulong iterations, ulong uart)
    {
        byte[] image = File.ReadAllBytes(Repository.Firmware(Path.Combine("workloads", $"{Name}.bin")));
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(IterationsOffset), iterations);
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(UartOffset), uart);
        return image;
    }
}
