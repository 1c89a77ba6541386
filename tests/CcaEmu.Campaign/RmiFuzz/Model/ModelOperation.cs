using CcaEmu.Arm.Rmi;

namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <summary>A command that has answered INCOMPLETE.</summary>
internal sealed class ModelOperation(ulong handle, ulong[] x)
{
    public ulong Handle => handle;

    /// <summary>X0 to X7 of the command.</summary>
    public ulong[] X => x;

    /// <summary>What it has answered last.</summary>
    public RmiResult Last { get; set; }

    /// <summary>What it wants, where it wants memory.</summary>
    public DonationRequirements Wanted { get; set; }

    /// <summary>The command has ended, or been cancelled: what is left is memory to take back, and its result.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Says what is wrong with the result that has been kept, or null.</summary>
    public Func<ulong[], string?>? Effect { get; set; }

    /// <summary>Memory donated to it, in order.</summary>
    public List<ulong> Held { get; init; } = [];

    public ModelOperation Clone() => new(handle, x) { Last = Last, Wanted = Wanted, HasEnded = HasEnded, Effect = Effect, Held = [.. Held] };
}
