namespace CcaEmu.Cpu.Accounting;

/// <summary>A number of steps of one kind, as they are charged to a PE.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Count">How many.</param>
public readonly record struct Work(WorkStep Step, ulong Count)
{
    /// <summary>One step.</summary>
    /// <param name="step">Which.</param>
    public static Work One(WorkStep step) => new(step, 1);

    /// <summary>Several times some work.</summary>
    /// <param name="times">How many times.</param>
    /// <param name="work">The work.</param>
    public static Work operator *(ulong times, Work work) => work with { Count = times * work.Count };

    /// <summary>Several times some work.</summary>
    /// <param name="work">The work.</param>
    /// <param name="times">How many times.</param>
    public static Work operator *(Work work, ulong times) => times * work;
}
