using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using CcaEmu.Cli.Debugging;
using CcaEmu.Cli.Options;
using CcaEmu.Diagnostics.Debugging;
using CcaEmu.Diagnostics.Debugging.Commands;

namespace CcaEmu.Cli.Runs.Attachments;

/// <summary>A run under GDB: <c>--gdb</c>, <c>-S</c>.</summary>
internal sealed class GdbOptions : IRunOptions
{
    private readonly Option<IPEndPoint?> _gdb = OptionReading.Of<IPEndPoint?>("--gdb", GdbEndpoint.TryParse, "[ADDRESS]:PORT",
        "Let GDB connect: 'gdb-multiarch -ex \"target remote :PORT\"'; on this host alone unless ADDRESS says otherwise; port 0 takes a free one");

    private readonly Option<bool> _wait = new("--wait-for-gdb", "-S")
    {
        Description = "Run nothing before GDB has connected",
    };

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_gdb, _wait];

    /// <inheritdoc/>
    public string? FindError(ParseResult parsed) =>
        parsed.GetValue(_wait) && parsed.GetResult(_gdb) is null ? "-S: expected --gdb with it, found none; add --gdb :1234" : null;

    /// <inheritdoc/>
    public RunRequest Read(ParseResult parsed, RunRequest request)
    {
        bool waits = parsed.GetValue(_wait);
        return OptionReading.ValueOr(parsed, _gdb, null) is { } endpoint ? request.With(Open) : request;

        bool Open(RunSurroundings run, [NotNullWhen(true)] out RunAttachment? attachment, [NotNullWhen(false)] out string? error)
        {
            attachment = null;
            if (!GdbServer.TryListen(endpoint, out GdbServer? server, out error))
            {
                error = $"--gdb: {error}";
                return false;
            }
            run.Console.Error.WriteLine(
                $"gdb: listening on {server.Endpoint}; connect with: gdb-multiarch {run.ImagePath} -ex \"target remote {server.Endpoint}\"");
            attachment = new GdbAttachment(server, new GdbHost(server, waits, RealmCommands.All, run.Interrupted));
            return true;
        }
    }
}
