using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using E = CcaEmu.Arm.Rmi.RmiRecRunLayout;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>
/// A revision that nobody has published: other numbers for all commands and failures, arguments in reverse order, outputs in the upper registers,
/// structures with their fields elsewhere, feature registers cut otherwise; and RMI_PSCI_COMPLETE without a target, as 2.0-bet3 has it.
/// </summary>
internal static class OtherRevision
{
    private const uint First = 0xC400_0150;
    private const uint Last = 0xC400_02CF;

    public static RmmAbiProfile Profile { get; } = Numbers() with
    {
        RmiVersions = [new InterfaceVersion(7, 3)],
        FeatureFields = [.. RmmAbiProfile.Bet1.FeatureFields.Select((field, i) => field.Width == 64
            ? field with { WireRegister = 9 }
            : field with { WireRegister = 5 + i / 4, WireLsb = 3 + i % 4 * 11 })],
        RealmParams = RmmAbiProfile.Bet1.RealmParams
            .With(new("s2sz", 0x700, 2), new("rtt_base", 0x008, 8), new("rtt_level_start", 0x7F0, 8), new("rpv", 0x900, 64), new("hash_algo", 0x3F0, 4))
            .Without("ats_plane"),
        RecParams = RmmAbiProfile.Bet1.RecParams.With(new("gprs", 0x000, 64), new("flags", 0x080, 8), new("pc", 0xFF8, 8)),
        RecEnter = RmmAbiProfile.Bet1.RecEnter.With(new("flags", 0x7F8, 8), new("gprs", 0x008, 248)),
        RecExit = RmmAbiProfile.Bet1.RecExit.With(
            new("exit_reason", 0x7FF, 1), new("esr", E.ExitHpfar - E.ExitReason, 8), new("hpfar", E.ExitEsr - E.ExitReason, 8), new("gprs", 0x008, 248),
            new("imm", 0x600, 2), new("ripas_base", 0x610, 8)),
        RmmConfig = RmmAbiProfile.Bet1.RmmConfig.With(new AbiField("rmi_granule_size", 0xFFF, 1)),
    };

    private static RmmAbiProfile Numbers() => RmmAbiProfile.Bet1.Derive(
        "other",
        command => command with
        {
            FunctionId = Last - (command.FunctionId - First),
            Inputs = command.Command == RmiCommand.PsciComplete ? [1, 0, 2] : [.. command.Inputs.Select((_, i) => command.Inputs.Count - i)],
            Outputs = [.. command.Outputs.Select((_, i) => 7 - i)],
        },
        Enum.GetValues<RmiStatus>().Where(status => status != RmiStatus.Success).ToDictionary(status => status, status => (byte)(0x80 - (int)status)));
}
