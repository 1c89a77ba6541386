using CcaEmu.Arm.Rmi;

namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <summary>What the last exit of a REC left open.</summary>
internal enum ModelPending
{
    None,
    Psci,
    HostCall,
    RipasChange,
}

/// <summary>Which answers to the last Data Abort make sense.</summary>
internal enum ModelAbort
{
    None,

    /// <summary>At an unprotected IPA, without syndrome.</summary>
    Unprotected,

    /// <summary>At an unprotected IPA, with syndrome.</summary>
    Emulatable,
}

/// <summary>A REC's attributes.</summary>
internal sealed class ModelRec(ulong address, ulong owner, ulong mpidr)
{
    public ulong Address => address;

    public ulong Owner => owner;

    public ulong Mpidr => mpidr;

    public bool IsRunnable { get; set; }

    public bool IsRunning { get; set; }

    public ModelPending Pending { get; set; }

    public ModelAbort Abort { get; set; }

    /// <summary>Where it wanted memory of its own half of the IPA space and found none; null for nowhere.</summary>
    public ulong? Missing { get; set; }

    /// <summary>PSCI function and target that it waits for.</summary>
    public ulong PsciFunction { get; set; }

    public ulong PsciTarget { get; set; }

    public ulong RipasAddr { get; set; }

    public ulong RipasTop { get; set; }

    public Ripas RipasValue { get; set; }

    public HashSet<ulong> Held { get; init; } = [];

    public ModelRec Clone() => new(address, owner, mpidr)
    {
        IsRunnable = IsRunnable,
        IsRunning = IsRunning,
        Pending = Pending,
        Abort = Abort,
        Missing = Missing,
        PsciFunction = PsciFunction,
        PsciTarget = PsciTarget,
        RipasAddr = RipasAddr,
        RipasTop = RipasTop,
        RipasValue = RipasValue,
        Held = [.. Held],
    };
}
