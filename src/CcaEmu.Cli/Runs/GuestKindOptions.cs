using System.CommandLine;
using CcaEmu.Cli.Options;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Runs;

/// <summary>What the image is run as: <c>--realm</c> or <c>--vm</c>.</summary>
internal sealed class GuestKindOptions : IRunOptions
{
    private readonly Option<bool> _realm = new("--realm")
    {
        Description = "Run the image as a realm; the default",
    };

    private readonly Option<bool> _vm = new("--vm")
    {
        Description = "Run the image as an ordinary virtual machine of the Normal world, without RSI",
    };

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_realm, _vm];

    /// <inheritdoc/>
    public string? FindError(ParseResult parsed) =>
        parsed.GetValue(_realm) && parsed.GetValue(_vm) ? "--vm: expected one of --realm and --vm, found both; leave one out" : null;

    /// <inheritdoc/>
    public RunRequest Read(ParseResult parsed, RunRequest request) =>
        request with { Kind = parsed.GetValue(_vm) ? GuestKind.Vm : GuestKind.Realm };
}
