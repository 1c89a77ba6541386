namespace CcaEmu.Cpu.Accounting;

/// <summary>What is known of a step of work.</summary>
/// <param name="Step">The step.</param>
/// <param name="Name">Its name in files and reports: who does it, a dot, what.</param>
/// <param name="MachineCycles">Modelled cycles that one of it takes of the machine's own clock.</param>
/// <param name="Title">What it is, in words.</param>
public sealed record WorkStepInfo(WorkStep Step, string Name, ulong MachineCycles, string Title);
