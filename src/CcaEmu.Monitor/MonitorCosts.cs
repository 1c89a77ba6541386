using CcaEmu.Cpu.Accounting;

namespace CcaEmu.Monitor;

/// <summary>What the monitor does in C# where native firmware would execute instructions, as steps with a price.</summary>
/// <remarks>What a step takes of the machine's clock stands in <see cref="WorkSteps"/>.</remarks>
internal static class MonitorCosts
{
    /// <summary>Finding the handler of an SMC.</summary>
    public static readonly Work Dispatch = Work.One(WorkStep.MonitorDispatch);

    /// <summary>Saving one general-purpose register.</summary>
    public static readonly Work GeneralSave = Work.One(WorkStep.MonitorGeneralSave);

    /// <summary>Restoring one general-purpose register.</summary>
    public static readonly Work GeneralRestore = Work.One(WorkStep.MonitorGeneralRestore);

    /// <summary>Saving one system register.</summary>
    public static readonly Work SystemSave = Work.One(WorkStep.MonitorSystemSave);

    /// <summary>Restoring one system register.</summary>
    public static readonly Work SystemRestore = Work.One(WorkStep.MonitorSystemRestore);

    /// <summary>Reading, changing and writing one Granule Protection Table entry with the barriers around it.</summary>
    public static readonly Work GptUpdate = Work.One(WorkStep.MonitorGptUpdate);

    /// <summary>Writing zeros over a granule, at a reset.</summary>
    public static readonly Work WipeGranule = Work.One(WorkStep.MonitorWipeGranule);

    /// <summary>One broadcast TLBI by physical address, to its completion.</summary>
    public static readonly Work TlbInvalidate = Work.One(WorkStep.MonitorGptInvalidate);
}
