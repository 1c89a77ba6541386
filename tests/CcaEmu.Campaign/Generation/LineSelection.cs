using CcaEmu.Arm.A64;

namespace CcaEmu.Campaign.Generation;

/// <summary>Which lines of the encoding table a user program can show to be right. A line that is not said to be out is in.</summary>
internal static class LineSelection
{
    private static readonly Feature[] UnknownToTheOracle =
    [
        Feature.FEAT_MOPS, Feature.FEAT_CSSC, Feature.FEAT_HBC, Feature.FEAT_LRCPC3, Feature.FEAT_WFxT, Feature.FEAT_XS, Feature.FEAT_LS64,
    ];

    /// <summary>The lines that cases are drawn from, for a PE of some features.</summary>
    public static IEnumerable<A64Encoding> Lines(Func<Feature, bool> has) =>
        A64Table.Lines.Where(line => has(line.Feature) && ReasonAgainst(line) is null);

    /// <summary>Why a line has no cases; null when it has.</summary>
    public static string? ReasonAgainst(A64Encoding line) => line switch
    {
        { FlowControl: FlowControl.Exception } => "takes an exception by its nature: for native tests",
        { FlowControl: FlowControl.ExceptionReturn } => "is not for EL0",
        { Op: A64Op.WFE or A64Op.WFI or A64Op.SEV or A64Op.SEVL or A64Op.YIELD } => "what it does shows in time only",
        { Op: A64Op.PSB_CSYNC or A64Op.TSB_CSYNC } => "waits for what is no state of the program",
        { Op: A64Op.SYS or A64Op.SYSL } => "effects and traps belong to the system: for native tests",
        { Feature: Feature.FEAT_LOR } => "QEMU knows FEAT_LOR at EL1 and above only",
        _ when UnknownToTheOracle.Contains(line.Feature) => "QEMU 7.2 does not have the feature: tested against a second transcription",
        _ when UsesKeys(line) => "the keys of a QEMU user program cannot be read or set: tested against vectors of the algorithm",
        _ => null,
    };

    private static bool UsesKeys(A64Encoding line) =>
        line.Feature is >= Feature.FEAT_PAuth and <= Feature.FEAT_PACIMP && !line.Mnemonic.StartsWith("xpac", StringComparison.Ordinal);
}
