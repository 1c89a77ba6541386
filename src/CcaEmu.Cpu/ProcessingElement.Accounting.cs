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

    /// <summary>Charges modelled cycles for work that has no step of its own.</summary>
    /// <param name="modelledCycles">How many.</param>
    public void Charge(ulong modelledCycles) => Charge(new Work(WorkStep.Other, modelledCycles));

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

    /// <summary>Everything done on the PE so far, by number of the step.</summary>
    /// <param name="counts">Takes <see cref="WorkSteps.Count"/> numbers.</param>
    public void ReadWork(Span<ulong> counts)
    {
        _work.CopyTo(counts);
        counts[(int)WorkStep.Instruction] = _s->Retired;
        counts[(int)WorkStep.ExceptionTaken] = ExceptionCount;
        counts[(int)WorkStep.ExceptionReturn] = _transfers - ExceptionCount;
        counts[(int)WorkStep.MemoryRead] = Physical.ReadCount;
        counts[(int)WorkStep.MemoryWrite] = Physical.WriteCount;
        counts[(int)WorkStep.DescriptorRead] = Physical.DescriptorCount;
        counts[(int)WorkStep.GptWalk] = Physical.WalkCount;
    }
}
