using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using E = CcaEmu.Arm.Rmi.RmiRecRunLayout;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>
/// A revision that nobody has published: other numbers for all commands and failures, arguments in reverse order, outputs in the upper registers,
/// structures and words with their fields elsewhere, feature registers cut otherwise; and RMI_PSCI_COMPLETE without a target, as 2.0-bet3 has it.
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
        Words = AbiWords.Bet1 with
        {
            AddressRange4K = Range(AbiWords.Bet1.AddressRange4K, TranslationGranule.Size4K),
            AddressRange16K = Range(AbiWords.Bet1.AddressRange16K, TranslationGranule.Size16K),
            AddressRange64K = Range(AbiWords.Bet1.AddressRange64K, TranslationGranule.Size64K),
            DonationRequirements = AbiWords.Bet1.DonationRequirements.With(new("size", 8, 2), new("count", 20, 16), new("contig", 0, 1), new("state", 1, 1)),
            DataFlags = AbiWords.Bet1.DataFlags.With(new AbiBits("measure", 5, 1)),
            ContinueFlags = AbiWords.Bet1.ContinueFlags.With(new AbiBits("beyond", 9, 1)),
            ProtMapFlags = AbiWords.Bet1.ProtMapFlags.With(new("oaddr_type", 60, 2), new("list_count", 4, 14)),
            UnprotMapFlags = AbiWords.Bet1.UnprotMapFlags
                .With(new("memattr", 0, 3), new("s2ap", 8, 4), new("oaddr_type", 30, 3), new("list_count", 40, 16)),
            UnmapFlags = AbiWords.Bet1.UnmapFlags.With(new("oaddr_type", 14, 2), new("list_count", 16, 14)),
        },
    };

    // Count below, then the size, the address, and the state above it.
    private static AbiWord Range(AbiWord usual, TranslationGranule granule) => usual.With(
        new("count", 0, 14), new("size", 15, 2), new("addr", 18, 52 - granule.Shift()), new("state", 62, 1));

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
