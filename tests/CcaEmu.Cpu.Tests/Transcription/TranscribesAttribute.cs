using CcaEmu.Campaign.Transcription;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;

namespace CcaEmu.Cpu.Tests.Transcription;

/// <summary>A test of every encoding of a group: one test each, which runs the cases that <see cref="TranscriptionTable"/> gives the encoding.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TranscribesAttribute(TranscriptionGroup group) : NUnitAttribute, ITestBuilder, IImplyFixture
{
    private readonly NUnitTestCaseBuilder _builder = new();

    public TranscriptionGroup Group => group;

    public IEnumerable<TestMethod> BuildFrom(IMethodInfo method, Test? suite) =>
        TranscriptionTable.OpsOf(group).Select(op => _builder.BuildTestMethod(method, suite, new TestCaseParameters([op])));
}
