namespace CcaEmu.Benchmarks.VsQemu;

/// <summary>QEMU's system emulation on its virt board: one process for each run.</summary>
/// <param name="program">Path or name of qemu-system-aarch64.</param>
/// <param name="timer">What is measured.</param>
internal sealed class Qemu(string program, HostTimer timer) : IDisposable
{
    private const ulong Uart = 0x0900_0000;

    private readonly string _image = Path.Combine(Path.GetTempPath(), $"ccaemu-vs-qemu-{Environment.ProcessId}.bin");

    /// <summary>First line of <c>--version</c>.</summary>
    public string Version() => Run("--version").Split('\n')[0];

    /// <summary>Runs a workload, entered at EL1.</summary>
    public Measurement Run(Workload workload, ulong iterations)
    {
        File.WriteAllBytes(_image, workload.Image(iterations, Uart));
        string report = "";
        double seconds = timer.MeasureProcess(() => report = Run(
            "-M", "virt", "-cpu", "max", "-accel", "tcg", "-m", "2G", "-nodefaults", "-display", "none", "-serial", "stdio",
            "-device", $"loader,file={_image},addr=0x{Workload.Base:x},cpu-num=0,force-raw=on"));
        return new Measurement(seconds, report.Trim());
    }

    /// <summary>Removes the image that was handed to QEMU.</summary>
    public void Dispose() => File.Delete(_image);

    private string Run(params string[] arguments) => ChildProcess.Run(program, arguments);
}
