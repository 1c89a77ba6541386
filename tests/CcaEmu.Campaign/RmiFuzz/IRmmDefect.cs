using CcaEmu.Rmm.Rmi;

namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>Something that is wrong with an RMM on purpose, to see whether it is found.</summary>
internal interface IRmmDefect
{
    /// <summary>The handler in the place of another; that one where it is as it should be.</summary>
    RmiHandler Replace(RmiHandler handler);

    /// <summary>Told of each machine after its boot.</summary>
    void Attach(Machine.Machine machine);
}
