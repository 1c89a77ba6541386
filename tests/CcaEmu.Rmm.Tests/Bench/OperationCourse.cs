using CcaEmu.Arm.Rmi;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>How a command went from the host's first call to its result.</summary>
internal sealed class OperationCourse
{
    /// <summary>Answers that said to ask again, before anything was begun.</summary>
    public HashSet<RmiStatus> Refusals { get; } = [];

    /// <summary>Whether it became an operation.</summary>
    public bool IsSplit { get; set; }

    /// <summary>Memory that it asked for, request by request.</summary>
    public List<DonationRequirements> Asked { get; } = [];

    /// <summary>Descriptors in each return of memory.</summary>
    public List<ulong> Returned { get; } = [];

    /// <summary>Continuations that were not refused.</summary>
    public int Continuations { get; set; }

    /// <summary>The result.</summary>
    public RmiResult Result { get; set; }
}
