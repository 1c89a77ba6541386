using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>How an access of a <see cref="WalkerCampaign"/> ended, as far as it is counted.</summary>
internal readonly record struct WalkOutcome(
    WalkKind Kind, bool BothStages, ReferenceStatus Status, GpcFaultKind Gpf, int Level, bool SecondStage, bool OfWalk, ExceptionLevel Target)
{
    public WalkOutcome(WalkKind kind, bool bothStages, in ReferenceFault fault, ExceptionLevel target)
        : this(kind, bothStages, fault.Status, fault.Gpf, fault.Status == ReferenceStatus.None ? 0 : fault.Level, fault.SecondStage, fault.S2FS1Walk, target)
    {
    }
}

/// <summary>What an access was.</summary>
internal enum WalkKind
{
    Load,
    Store,
    Atomic,
    Fetch,
    Zero,
    Maintenance,
    Translation,
}
