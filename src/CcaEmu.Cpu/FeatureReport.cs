using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu.Instructions;

namespace CcaEmu.Cpu;

/// <summary>What there is of one feature: the row that the conformance page and <c>ccaemu cpu features</c> show.</summary>
/// <param name="Info">The feature.</param>
/// <param name="Encodings">Lines of the encoding table that it gates.</param>
/// <param name="Executing">How many of them have a meaning on a PE that has the feature.</param>
/// <param name="Registers">System registers that it gates.</param>
public sealed record FeatureReport(FeatureInfo Info, int Encodings, int Executing, int Registers)
{
    /// <summary>One row for each feature that is built or has encodings or registers.</summary>
    public static IEnumerable<FeatureReport> All() => FeatureTable.All.Prepend(FeatureTable.Get(Feature.Base)).Select(Of);

    private static FeatureReport Of(FeatureInfo info)
    {
        A64Encoding[] lines = [.. A64Table.Lines.Where(line => line.Feature == info.Feature)];
        var everything = new PeFeatures(FeatureTable.All.Where(line => line.IsBuilt).Select(line => line.Feature));
        int registers = SystemRegisterTable.All.Count(register => register.Feature == info.Feature);
        return new FeatureReport(info, lines.Length, lines.Count(line => HasMeaning(line, everything)), registers);
    }

    /// <summary>Whether at least one word of an encoding is more than UNDEFINED on a PE.</summary>
    /// <remarks>
    /// Words are drawn from a fixed sequence: some of a line's words are UNDEFINED by its own rules (an unknown system register, an
    /// unpredictable register choice). UDF has a meaning too: to take the Undefined exception.
    /// </remarks>
    internal static unsafe bool HasMeaning(A64Encoding line, PeFeatures features)
    {
        if (line.Op == A64Op.UDF)
            return true;
        DecodedOp op = default;
        nint undefined = (nint)Predecoder.Predecode(default, 0, features, &op);
        ulong random = (ulong)line.Op * 0x9E37_79B9_7F4A_7C15;
        for (int i = 0; i < 20_000; i++)
        {
            random = random * 6364136223846793005 + 1442695040888963407;
            Instruction sample = Decoder.Decode(line.FixedValue | (uint)(random >> 32) & ~line.FixedMask);
            if (sample.Op == line.Op && (nint)Predecoder.Predecode(sample, 0, features, &op) != undefined)
                return true;
        }
        return false;
    }
}
