using CcaEmu.Cpu.Accounting;

namespace CcaEmu.Cpu;

/// <content>What has been done on the PE, step by step: the truth that ledger and cost profiles read.</content>
public sealed unsafe partial class ProcessingElement
{
    private readonly ulong[] _work = new ulong[WorkSteps.Count];

    /// <summary>Modelled cycles charged on top of one per retired instruction (exceptions, world switches, table changes).</summary>
    public ulong ChargedCycles { get; private set; }

    /// <summary>Modelled cycles since the machine was made: retired instructions plus charged cycles.</summary>
    public ulong ModelledCycles => _s->Retired + ChargedCycles;

    /// <summary>Charges work that no A64 instruction stands for, such as a managed layer's.</summary>
    /// <param name="work">Steps and how many.</param>
    public void Charge(in Work work)
    {
        _work[(int)work.Step] += work.Count;
        ChargedCycles += work.Count * WorkSteps.CyclesOf(work.Step);
    }

    /// <summary>Counts what costs the machine's clock nothing.</summary>
    /// <param name="step">A step of that kind.</param>
    /// <param name="count">How many.</param>
    public void Count(WorkStep step, ulong count = 1) => _work[(int)step] += count;

    /// <summary>Everything done on the PE so far, by number of the step: <see cref="WorkSteps.Count"/> numbers, valid until the PE goes on.</summary>
    public ReadOnlySpan<ulong> WorkDone
    {
        get
        {
            // What is counted elsewhere, where it is done.
            _work[(int)WorkStep.Instruction] = _s->Retired;
            _work[(int)WorkStep.ExceptionTaken] = ExceptionCount;
            _work[(int)WorkStep.ExceptionReturn] = _transfers - ExceptionCount;
            _work[(int)WorkStep.MemoryRead] = Physical.ReadCount;
            _work[(int)WorkStep.MemoryWrite] = Physical.WriteCount;
            _work[(int)WorkStep.DescriptorRead] = Physical.DescriptorCount;
            _work[(int)WorkStep.GptWalk] = Physical.WalkCount;
            return _work;
        }
    }
}
