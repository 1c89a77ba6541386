using System.Text;
using CcaEmu.Arm.A64;
using CcaEmu.Cpu;
using CcaEmu.Cpu.Instructions;

namespace CcaEmu.WholeMachine.Tests.Conformance;

/// <summary>docs/conformance/isa.md: what the encoding table has and what executes on the default PE.</summary>
internal static unsafe class IsaPage
{
    public static string Text()
    {
        var page = new StringBuilder(ConformancePages.Header("A64 instructions", "the encoding table and the predecoder"));
        page.AppendLine("A line of the table is one encoding of the Arm ARM (chapter C6.2). It *executes* when the default PE has its feature and a handler");
        page.AppendLine("is bound to it; otherwise its words are UNDEFINED, as the ID registers say. HLT, DCPSn and DRPS are UNDEFINED because the PE");
        page.AppendLine("has no external debugger: halting is never enabled and Debug state never entered.");
        page.AppendLine();
        page.AppendLine("| Feature | On the default PE | Executing / lines |");
        page.AppendLine("|---|---|---|");
        foreach (var group in A64Table.Lines.GroupBy(line => line.Feature).OrderBy(g => g.Key))
        {
            bool present = PeFeatures.Default.Has(group.Key);
            page.AppendLine($"| {group.Key} | {(present ? "yes" : "no")} | {group.Count(Executes)} / {group.Count()} |");
        }
        page.AppendLine();
        page.AppendLine("| Encoding | Arm ARM title | Feature | Executes |");
        page.AppendLine("|---|---|---|---|");
        foreach (A64Encoding line in A64Table.Lines)
            page.AppendLine($"| {line.Op} | {line.Title} | {line.Feature} | {(Executes(line) ? "yes" : "no")} |");
        return page.ToString();
    }

    // Some words of a line may be UNDEFINED (an unknown system register, an unpredictable register choice): it executes when any does.
    public static bool Executes(A64Encoding line)
    {
        if (line.Op == A64Op.UDF)
            return true; // Executing it is taking the Undefined exception.
        DecodedOp op = default;
        nint undefined = (nint)Predecoder.Predecode(default, 0, PeFeatures.Default, &op);
        var random = new Machine.SeededRandom((ulong)line.Op);
        for (int i = 0; i < 20_000; i++)
        {
            Instruction sample = Arm.A64.Decoder.Decode(line.FixedValue | ((uint)random.Next() & ~line.FixedMask));
            if (sample.Op == line.Op && (nint)Predecoder.Predecode(sample, 0, PeFeatures.Default, &op) != undefined)
                return true;
        }
        return false;
    }
}
