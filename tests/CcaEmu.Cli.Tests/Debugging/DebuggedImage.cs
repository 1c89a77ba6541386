using System.Net;
using System.Text;
using CcaEmu.Cli.Debugging;
using CcaEmu.Cli.Options;
using CcaEmu.Cli.Runs;
using CcaEmu.Diagnostics.Debugging;
using CcaEmu.Diagnostics.Debugging.Commands;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Tests.Debugging;

/// <summary>An image that runs under GDB in a thread of its own; the machine waits until a debugger comes.</summary>
internal sealed class DebuggedImage : IDisposable
{
    private readonly GdbServer _server;
    private readonly GdbHost _host;
    private readonly Thread _thread;
    private readonly StringBuilder _console = new();
    private Exception? _failure;

    public DebuggedImage(string name, int pes = 1, bool connects = true, bool hasMec = false, RunAttachment? attachment = null)
    {
        var request = new RunRequest { ImagePath = Images.Path(name), Pes = pes, HasMec = hasMec };
        Assert.That(RequestedImage.TryLoad(request, out RealmLaunch? image, out string? error), error);
        Assert.That(GdbServer.TryListen(new IPEndPoint(IPAddress.Loopback, 0), out GdbServer? server, out error), error);
        _server = server!;
        _host = new GdbHost(_server, true, RealmCommands.All, default);
        Action<byte> output = _host.Console(value => _console.Append((char)value));
        _thread = new Thread(() => Run(request, image!, attachment?.Hear(output) ?? output, attachment)) { IsBackground = true };
        _thread.Start();
        Client = connects ? new GdbClient(_server.Endpoint) : null!;
    }

    public GdbClient Client { get; }

    /// <summary>Where a debugger of the caller's own connects to.</summary>
    public IPEndPoint Endpoint => _server.Endpoint;

    /// <summary>What the guest has printed.</summary>
    public string Console => _console.ToString();

    /// <summary>The machine as it is now; to be looked at while it stands still.</summary>
    public Machine.Machine Machine { get; private set; } = null!;

    /// <summary>Digest of the run that came to the end.</summary>
    public ulong Digest { get; private set; }

    public static ulong DigestWithoutDebugger(string name, int pes = 1)
    {
        var request = new RunRequest { ImagePath = Images.Path(name), Pes = pes };
        Assert.That(RequestedImage.TryLoad(request, out RealmLaunch? image, out string? error), error);
        using var emulation = new Emulation(request, image!, _ => { });
        emulation.Run(default);
        return emulation.Machine.Digest;
    }

    /// <summary>Waits for the end of the run.</summary>
    public void WaitForEnd()
    {
        Assert.That(_thread.Join(TimeSpan.FromMinutes(2)), "the run has not ended");
        Assert.That(_failure, Is.Null);
    }

    public void Dispose()
    {
        Client?.Dispose();
        _server.Dispose();
        _thread.Join(TimeSpan.FromMinutes(2));
    }

    private void Run(RunRequest request, RealmLaunch image, Action<byte> output, RunAttachment? attachment)
    {
        Emulation Make()
        {
            var made = new Emulation(request, image, output);
            attachment?.Attach(made);
            Machine = made.Machine;
            return made;
        }
        try
        {
            using var ended = (DebuggedEmulation)_host.Execute(() => new DebuggedEmulation(Make(), attachment?.NoWayBack, default));
            attachment?.Close();
            Digest = ended.Machine.Digest;
            _host.Exit(0);
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }
}
