namespace CcaEmu.Arm.Smccc;

/// <summary>The Arm architecture calls, one line each.</summary>
/// <remarks>SMC Calling Convention (DEN0028), chapter "Arm Architecture Calls".</remarks>
public static class SmcccFunctionTable
{
    /// <summary>Every line.</summary>
    public static IReadOnlyList<CommandInfo> All { get; } =
    [
        Line(SmcccFunction.Version, "SMCCC_VERSION", "", "", CommandValueKind.Version),
        Line(SmcccFunction.ArchFeatures, "SMCCC_ARCH_FEATURES", "function:fid", ""),
        Line(SmcccFunction.ArchSocId, "SMCCC_ARCH_SOC_ID", "type:n", ""),
        Line(SmcccFunction.ArchFeatureAvailability, "SMCCC_ARCH_FEATURE_AVAILABILITY", "register", "bitmask:flags"),
    ];

    private static CommandInfo Line(SmcccFunction function, string name, string inputs, string outputs,
        CommandValueKind result = CommandValueKind.Status) =>
        CommandLine.Command(CommandInterface.Smccc, (uint)function, name, inputs, outputs, result: result);
}
