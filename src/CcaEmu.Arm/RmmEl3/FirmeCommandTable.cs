using CcaEmu.Arm.Smccc;
using C = CcaEmu.Arm.RmmEl3.FirmeCommand;

namespace CcaEmu.Arm.RmmEl3;

/// <summary>The FIRME calls: registers in order from X1.</summary>
/// <remarks>As Trusted Firmware-A and TF-RMM use them.</remarks>
public static class FirmeCommandTable
{
    /// <summary>Every line, by function identifier.</summary>
    public static IReadOnlyList<CommandInfo> All { get; } =
    [
        Line(C.ServiceVersion, "FIRME_SERVICE_VERSION", "service:n", ""),
        Line(C.ServiceFeatures, "FIRME_SERVICE_FEATURES", "service:n index:n", "value"),
        Line(C.GmGpiSet, "FIRME_GM_GPI_SET", "granule:pa count:n gpi", "done:n"),
        Line(C.MecRefresh, "FIRME_MEC_REFRESH", "mecid", ""),
        Line(C.GmL1Create, "FIRME_GM_L1_CREATE", "address:pa table:pa", ""),
        Line(C.GmL1Destroy, "FIRME_GM_L1_DESTROY", "address:pa", "table:pa"),
    ];

    private static CommandInfo Line(C command, string name, string inputs, string outputs) =>
        CommandLine.Command(CommandInterface.Firme, (uint)command, name, inputs, outputs, CommandTraits.None, CommandValueKind.Value);
}
