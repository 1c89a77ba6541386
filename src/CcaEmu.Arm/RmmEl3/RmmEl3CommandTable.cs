using CcaEmu.Arm.Smccc;
using C = CcaEmu.Arm.RmmEl3.RmmEl3Command;

namespace CcaEmu.Arm.RmmEl3;

/// <summary>The commands of the RMM-EL3 interface: registers in order from X1.</summary>
/// <remarks>RMM-EL3 communication interface 2.0 of Trusted Firmware-A.</remarks>
public static class RmmEl3CommandTable
{
    private const CommandTraits N = CommandTraits.NoReturn;

    /// <summary>Every line, by function identifier.</summary>
    public static IReadOnlyList<CommandInfo> All { get; } =
    [
        Line(C.RmiReqComplete, "RMM_RMI_REQ_COMPLETE", "result[8]", ""),
        Line(C.GtsiDelegate, "RMM_GTSI_DELEGATE", "granule:pa", ""),
        Line(C.GtsiUndelegate, "RMM_GTSI_UNDELEGATE", "granule:pa", ""),
        Line(C.AttestGetRealmKey, "RMM_ATTEST_GET_REALM_KEY", "buffer:pa size:n curve:n", "length:n"),
        Line(C.AttestGetPlatToken, "RMM_ATTEST_GET_PLAT_TOKEN", "buffer:pa size:n challenge_size:n", "length:n remaining:n"),
        Line(C.El3Features, "RMM_EL3_FEATURES", "index:n", "value"),
        Line(C.El3TokenSign, "RMM_EL3_TOKEN_SIGN", "operation:n buffer:pa size:n curve:n", "length:n"),
        Line(C.MecRefresh, "RMM_MEC_REFRESH", "mecid", ""),
        Line(C.IdeKeyProg, "RMM_IDE_KEY_PROG", "ecam:pa root_port info key[4] iv[2] request cookie", ""),
        Line(C.IdeKeySetGo, "RMM_IDE_KEY_SET_GO", "ecam:pa root_port info request cookie", ""),
        Line(C.IdeKeySetStop, "RMM_IDE_KEY_SET_STOP", "ecam:pa root_port info request cookie", ""),
        Line(C.IdeKmPullResponse, "RMM_IDE_KM_PULL_RESPONSE", "ecam:pa root_port", "result request cookie"),
        Line(C.ReserveMemory, "RMM_RESERVE_MEMORY", "size:n attributes:flags", "address:pa"),
        Line(C.BootComplete, "RMM_BOOT_COMPLETE", "status:status token", "", N),
    ];

    private static CommandInfo Line(
        C command, string name, string inputs, string outputs, CommandTraits traits = CommandTraits.None) =>
        CommandLine.Command(CommandInterface.RmmEl3, (uint)command, name, inputs, outputs, traits);
}
