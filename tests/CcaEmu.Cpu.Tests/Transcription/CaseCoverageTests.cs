using System.Reflection;
using CcaEmu.Arm.A64;
using CcaEmu.Campaign.Generation;
using CcaEmu.Campaign.Transcription;
using CcaEmu.Campaign.Vectors;
using CcaEmu.Cpu.Tests.Exceptions;
using CcaEmu.Cpu.Tests.Instructions;
using CcaEmu.Cpu.Tests.Interrupts;
using CcaEmu.Cpu.Tests.Registers;
using static CcaEmu.Arm.A64.A64Op;

namespace CcaEmu.Cpu.Tests.Transcription;

/// <summary>Every line of the encoding table has its cases: recorded from the oracle, or against a second transcription; the system's own are named.</summary>
internal sealed class CaseCoverageTests
{
    private const int AtLeast = 20;

    /// <summary>Lines whose effect is the system's, and the tests of that effect.</summary>
    private static readonly Dictionary<A64Op, Type> SystemLines = new()
    {
        [SVC] = typeof(ExceptionTests),
        [HVC] = typeof(ExceptionTests),
        [SMC] = typeof(ExceptionTests),
        [BRK] = typeof(ExceptionTests),
        [UDF] = typeof(ExceptionTests),
        [ERET] = typeof(ExceptionTests),
        [HLT] = typeof(ExceptionTests),
        [DCPS1] = typeof(ExceptionTests),
        [DCPS2] = typeof(ExceptionTests),
        [DCPS3] = typeof(ExceptionTests),
        [DRPS] = typeof(ExceptionTests),
        [WFE] = typeof(WaitingTests),
        [WFI] = typeof(WaitingTests),
        [WFET] = typeof(WaitingTests),
        [WFIT] = typeof(WaitingTests),
        [SEV] = typeof(ExclusivesBetweenPesTests),
        [SEVL] = typeof(ExceptionTests),
        [YIELD] = typeof(HintAndBarrierTests),
        [PSB_CSYNC] = typeof(HintAndBarrierTests),
        [TSB_CSYNC] = typeof(HintAndBarrierTests),
        [DSB_nXS] = typeof(HintAndBarrierTests),
        [SYS] = typeof(SystemInstructionTests),
        [SYSL] = typeof(HintAndBarrierTests),
    };

    [Test]
    public void Every_line_has_twenty_cases_or_is_the_systems_own()
    {
        IReadOnlyDictionary<A64Op, int> vectors = VectorLibrary.CountByOp();
        string[] few = [.. A64Table.Lines
            .Where(line => FeatureTable.Get(line.Feature).IsBuilt && !SystemLines.ContainsKey(line.Op))
            .Where(line => vectors.GetValueOrDefault(line.Op) + TranscriptionTable.CasesOf(line.Op) < AtLeast)
            .Select(line => $"{line.Op}: {vectors.GetValueOrDefault(line.Op)} + {TranscriptionTable.CasesOf(line.Op)}")];
        Assert.That(few, Is.Empty);
    }

    [Test]
    public void The_systems_own_are_no_more_than_the_oracle_cannot_show()
    {
        foreach (A64Op op in SystemLines.Keys)
            Assert.That(LineSelection.ReasonAgainst(A64Table.Get(op)), Is.Not.Null, $"{op} runs at EL0: it can have vectors");
        Assert.That(SystemLines.Keys.Where(op => TranscriptionTable.CasesOf(op) != 0), Is.Empty, "they have cases: no need to name them");
    }

    [Test]
    public void A_test_of_the_systems_own_names_the_encoding()
    {
        string folder = Path.Combine(VectorLibrary.Folder(), "..");
        foreach ((A64Op op, Type test) in SystemLines)
        {
            string[] files = Directory.GetFiles(folder, test.Name + ".cs", SearchOption.AllDirectories);
            Assert.That(files, Has.Length.EqualTo(1), test.Name);
            string shortName = op.ToString()[..1] + op.ToString()[1..].ToLowerInvariant();
            Assert.That(File.ReadAllText(files[0]), Does.Match($@"A64Op\.{op}\b|A64\.{shortName}\b"), $"{test.Name} has no {op}");
        }
    }

    [Test]
    public void Every_group_of_transcriptions_has_one_test()
    {
        IEnumerable<TranscriptionGroup> tested = typeof(CaseCoverageTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods()).Select(method => method.GetCustomAttribute<TranscribesAttribute>()).OfType<TranscribesAttribute>()
            .Select(attribute => attribute.Group);
        Assert.That(tested, Is.EquivalentTo(Enum.GetValues<TranscriptionGroup>()));
    }

    [Test]
    public void An_encoding_is_of_one_group_and_is_drawn_alike_each_time()
    {
        A64Op[] ops = [.. Enum.GetValues<TranscriptionGroup>().SelectMany(TranscriptionTable.OpsOf)];
        Assert.That(ops, Is.Unique);
        foreach (A64Op op in ops)
        {
            int[] first = [.. TranscriptionTable.Draw(op).Select(one => one.Random.Next())], second = [.. TranscriptionTable.Draw(op).Select(one => one.Random.Next())];
            Assert.That(second, Is.EqualTo(first));
            Assert.That(first, Has.Length.EqualTo(TranscriptionTable.CasesOf(op)).And.Length.GreaterThanOrEqualTo(AtLeast));
        }
    }
}
