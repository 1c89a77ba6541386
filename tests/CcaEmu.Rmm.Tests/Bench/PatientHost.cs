using System.Numerics;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>A host that carries every command through: asks again, donates what is asked for, takes back what is offered, continues.</summary>
/// <param name="bench">Where it makes its calls.</param>
internal sealed class PatientHost(RmmBench bench)
{
    private const int Patience = 1000;

    private ulong _list;

    /// <summary>Every answer to every call so far.</summary>
    public HashSet<(RmiCommand Command, RmiStatus Status)> Answers { get; } = [];

    /// <summary>Makes a command; its outputs are the bench's registers.</summary>
    public OperationCourse Make(RmiCommand command, params ReadOnlySpan<ulong> arguments)
    {
        var course = new OperationCourse();
        RmiResult result = Ask(course.Refusals, command, arguments);
        ulong handle = bench.X[1];
        course.IsSplit = result.Status == RmiStatus.Incomplete;
        for (int i = 0; result.Status == RmiStatus.Incomplete && i < Patience; i++)
        {
            result = result.MemoryRequest switch
            {
                RmiMemoryRequest.Donate => Donate(course, handle, DonationRequirements.Decode(bench.X[2])),
                RmiMemoryRequest.Reclaim => Reclaim(course, handle),
                _ => Continue(course, handle),
            };
        }
        course.Result = result;
        return course;
    }

    /// <summary>Makes a command that asks for memory, and cancels it when it asks a second time.</summary>
    public void Cancel(RmiCommand command, params ReadOnlySpan<ulong> arguments)
    {
        RmiResult result = Ask(null, command, arguments);
        ulong handle = bench.X[1];
        var course = new OperationCourse();
        result = Donate(course, handle, DonationRequirements.Decode(bench.X[2]));
        Assert.That(result.CanCancel, result.ToString());
        result = Ask(null, RmiCommand.OpCancel, handle);
        while (result.Status == RmiStatus.Incomplete)
            result = result.MemoryRequest == RmiMemoryRequest.Reclaim ? Reclaim(course, handle) : Continue(course, handle);
        Assert.That(result, Is.EqualTo(RmiResult.Success));
    }

    private RmiResult Ask(HashSet<RmiStatus>? refusals, RmiCommand command, params ReadOnlySpan<ulong> arguments)
    {
        RmiResult result;
        do
        {
            result = bench.Once(command, arguments);
            Answers.Add((command, result.Status));
            if (result.Status is not (RmiStatus.Busy or RmiStatus.Blocked))
                return result;
            refusals?.Add(result.Status);
        }
        while (true);
    }

    private RmiResult Donate(OperationCourse course, ulong handle, DonationRequirements wanted)
    {
        course.Asked.Add(wanted);
        ulong count = (ulong)wanted.Count << 9 * (3 - wanted.Level);
        ulong alignment = BitOperations.RoundUpToPowerOf2(count) * RmmBench.Granule;
        ulong memory = wanted.IsUndelegated ? bench.NewGranule(count, alignment) : bench.NewDelegated(count, alignment);
        bench.Write64(List, new AddressRangeDescriptor(memory, wanted.Level, wanted.Count, wanted.IsUndelegated).Encode(TranslationGranule.Size4K));
        return Ask(null, RmiCommand.OpMemDonate, handle, List, 1);
    }

    // There is room for everything.
    private RmiResult Reclaim(OperationCourse course, ulong handle)
    {
        RmiResult result = Ask(null, RmiCommand.OpMemReclaim, handle, List, RmmBench.Granule / 8);
        course.Returned.Add(bench.X[1]);
        return result;
    }

    private RmiResult Continue(OperationCourse course, ulong handle)
    {
        course.Continuations++;
        return Ask(null, RmiCommand.OpContinue, handle);
    }

    private ulong List => _list = _list == 0 ? bench.NewGranule() : _list;
}
