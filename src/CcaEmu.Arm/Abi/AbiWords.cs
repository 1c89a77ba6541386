using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Arm.Abi;

/// <summary>The words of a revision that are not numbers or addresses: address range descriptors, donation requirements, flags of commands.</summary>
/// <remarks>
/// Those in registers are converted here, with the command; lists of descriptors in the host's memory by those who read and write them.
/// RMM specification 2.0-bet1 (DEN0137), types RmiAddrRangeDesc, RmiOpMemDonateReq, RmiDataFlags, RmiContinueFlags and RmiRtt*Flags.
/// </remarks>
public sealed record AbiWords
{
    private const int MapFlags = 4;
    private const int MapAddress = 5;
    private const int Freed = 2;
    private const int Requirements = 2;

    private AbiWords()
    {
    }

    /// <summary>RMM specification 2.0-bet1 (DEN0137).</summary>
    public static AbiWords Bet1 { get; } = new();

    /// <summary>RmiAddrRangeDesc where the RMI granule has 4 KiB.</summary>
    public AbiWord AddressRange4K { get; init; } = AddressRangeDescriptor.Word(TranslationGranule.Size4K);

    /// <summary>RmiAddrRangeDesc where the RMI granule has 16 KiB.</summary>
    public AbiWord AddressRange16K { get; init; } = AddressRangeDescriptor.Word(TranslationGranule.Size16K);

    /// <summary>RmiAddrRangeDesc where the RMI granule has 64 KiB.</summary>
    public AbiWord AddressRange64K { get; init; } = AddressRangeDescriptor.Word(TranslationGranule.Size64K);

    /// <summary>RmiOpMemDonateReq.</summary>
    public AbiWord DonationRequirements { get; init; } = Rmi.DonationRequirements.Word;

    /// <summary>RmiDataFlags of RMI_RTT_DATA_MAP_INIT.</summary>
    public AbiWord DataFlags { get; init; } = new("RmiDataFlags", new AbiBits("measure", 0, 1));

    /// <summary>RmiContinueFlags of RMI_OP_CONTINUE.</summary>
    public AbiWord ContinueFlags { get; init; } = new("RmiContinueFlags", new AbiBits("beyond", 0, 1));

    /// <summary>RmiRttProtMapFlags of RMI_RTT_DATA_MAP.</summary>
    public AbiWord ProtMapFlags { get; init; } = RmiMapFlags.Word("RmiRttProtMapFlags");

    /// <summary>RmiRttUnprotMapFlags of RMI_RTT_UNPROT_MAP.</summary>
    public AbiWord UnprotMapFlags { get; init; } = RmiMapFlags.UnprotectedWord;

    /// <summary>RmiRttUnmapFlags of RMI_RTT_DATA_UNMAP and RMI_RTT_UNPROT_UNMAP.</summary>
    public AbiWord UnmapFlags { get; init; } = RmiMapFlags.Word("RmiRttUnmapFlags");

    /// <summary>RmiAddrRangeDesc.</summary>
    /// <param name="granule">The RMI granule.</param>
    public AbiWord AddressRange(TranslationGranule granule) => granule switch
    {
        TranslationGranule.Size4K => AddressRange4K,
        TranslationGranule.Size16K => AddressRange16K,
        _ => AddressRange64K,
    };

    /// <summary>Brings the words among a command's arguments into the layouts that code works on.</summary>
    /// <param name="command">The command.</param>
    /// <param name="granule">The RMI granule.</param>
    /// <param name="arguments">X0 to X7, each argument where code reads it.</param>
    public void DecodeArguments(RmiCommand command, TranslationGranule granule, Span<ulong> arguments)
    {
        (AbiWord? flags, int register) = FlagsOf(command);
        if (flags is null)
            return;
        arguments[register] = flags.ToCanonical(arguments[register]);
        if (HasRange(command, arguments))
            arguments[MapAddress] = AddressRange(granule).ToCanonical(arguments[MapAddress]);
    }

    /// <summary>The reverse of <see cref="DecodeArguments"/>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="granule">The RMI granule.</param>
    /// <param name="arguments">X0 to X7, each argument where code has it.</param>
    public void EncodeArguments(RmiCommand command, TranslationGranule granule, Span<ulong> arguments)
    {
        (AbiWord? flags, int register) = FlagsOf(command);
        if (flags is null)
            return;
        if (HasRange(command, arguments))
            arguments[MapAddress] = AddressRange(granule).FromCanonical(arguments[MapAddress]);
        arguments[register] = flags.FromCanonical(arguments[register]);
    }

    /// <summary>Brings the words among outputs out of the layouts that code works on.</summary>
    /// <param name="command">The command whose outputs they are.</param>
    /// <param name="result">Its X0.</param>
    /// <param name="granule">The RMI granule.</param>
    /// <param name="results">X0 to X7, each output where code has it.</param>
    public void EncodeResults(RmiCommand command, RmiResult result, TranslationGranule granule, Span<ulong> results)
    {
        if (IsDonation(result))
            results[Requirements] = DonationRequirements.FromCanonical(results[Requirements]);
        else if (FreesRange(command, result))
            results[Freed] = AddressRange(granule).FromCanonical(results[Freed]);
    }

    /// <summary>The reverse of <see cref="EncodeResults"/>.</summary>
    /// <param name="command">The command whose outputs they are.</param>
    /// <param name="result">Its X0.</param>
    /// <param name="granule">The RMI granule.</param>
    /// <param name="results">X0 to X7, each output where code reads it.</param>
    public void DecodeResults(RmiCommand command, RmiResult result, TranslationGranule granule, Span<ulong> results)
    {
        if (IsDonation(result))
            results[Requirements] = DonationRequirements.ToCanonical(results[Requirements]);
        else if (FreesRange(command, result))
            results[Freed] = AddressRange(granule).ToCanonical(results[Freed]);
    }

    private (AbiWord? Word, int Register) FlagsOf(RmiCommand command) => command switch
    {
        RmiCommand.RttDataMapInit => (DataFlags, 5),
        RmiCommand.OpContinue => (ContinueFlags, 2),
        RmiCommand.RttDataMap => (ProtMapFlags, MapFlags),
        RmiCommand.RttUnprotMap => (UnprotMapFlags, MapFlags),
        RmiCommand.RttDataUnmap or RmiCommand.RttUnprotUnmap => (UnmapFlags, MapFlags),
        _ => (null, 0),
    };

    // Flags as code reads them: a list's address is an address in each revision.
    private static bool HasRange(RmiCommand command, ReadOnlySpan<ulong> arguments) =>
        command is RmiCommand.RttDataMap or RmiCommand.RttUnprotMap
        && new RmiMapFlags(arguments[MapFlags]).AddressType == RmiAddressType.Single;

    private static bool IsDonation(RmiResult result) =>
        result.Status == RmiStatus.Incomplete && result.MemoryRequest == RmiMemoryRequest.Donate;

    private static bool FreesRange(RmiCommand command, RmiResult result) =>
        result.Status != RmiStatus.Incomplete && command is (RmiCommand.RttDataUnmap or RmiCommand.RttUnprotUnmap);
}
