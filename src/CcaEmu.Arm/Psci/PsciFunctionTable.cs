using CcaEmu.Arm.Smccc;
using C = CcaEmu.Arm.Psci.PsciFunction;

namespace CcaEmu.Arm.Psci;

/// <summary>The functions of PSCI: registers in order from X1. Both conventions of a function have its one name.</summary>
/// <remarks>Power State Coordination Interface (DEN0022), chapter "PSCI functions".</remarks>
public static class PsciFunctionTable
{
    private const CommandTraits N = CommandTraits.NoReturn;

    /// <summary>Every line, by function identifier.</summary>
    public static IReadOnlyList<CommandInfo> All { get; } =
    [
        Line(C.Version, "PSCI_VERSION", "", "", result: CommandValueKind.Version),
        Line(C.CpuSuspendSmc32, "PSCI_CPU_SUSPEND", "power_state entry context", ""),
        Line(C.CpuSuspend, "PSCI_CPU_SUSPEND", "power_state entry context", ""),
        Line(C.CpuOff, "PSCI_CPU_OFF", "", "", N),
        Line(C.CpuOnSmc32, "PSCI_CPU_ON", "target:mpidr entry context", ""),
        Line(C.CpuOn, "PSCI_CPU_ON", "target:mpidr entry context", ""),
        Line(C.AffinityInfoSmc32, "PSCI_AFFINITY_INFO", "target:mpidr lowest_level:n", "", result: CommandValueKind.Count),
        Line(C.AffinityInfo, "PSCI_AFFINITY_INFO", "target:mpidr lowest_level:n", "", result: CommandValueKind.Count),
        Line(C.Migrate, "PSCI_MIGRATE", "target:mpidr", ""),
        Line(C.MigrateInfoType, "PSCI_MIGRATE_INFO_TYPE", "", "", result: CommandValueKind.Count),
        Line(C.SystemOff, "PSCI_SYSTEM_OFF", "", "", N),
        Line(C.SystemReset, "PSCI_SYSTEM_RESET", "", "", N),
        Line(C.Features, "PSCI_FEATURES", "function:fid", "", result: CommandValueKind.Count),
        Line(C.SystemSuspendSmc32, "PSCI_SYSTEM_SUSPEND", "entry context", ""),
        Line(C.SystemSuspend, "PSCI_SYSTEM_SUSPEND", "entry context", ""),
        Line(C.SetSuspendMode, "PSCI_SET_SUSPEND_MODE", "mode", ""),
        Line(C.SystemReset2Smc32, "PSCI_SYSTEM_RESET2", "type cookie", ""),
        Line(C.SystemReset2, "PSCI_SYSTEM_RESET2", "type cookie", ""),
    ];

    private static CommandInfo Line(
        C command, string name, string inputs, string outputs, CommandTraits traits = CommandTraits.None,
        CommandValueKind result = CommandValueKind.Status) =>
        CommandLine.Command(CommandInterface.Psci, (uint)command, name, inputs, outputs, traits, result);
}
