using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>
/// A command about to be made, with arguments that fail no condition until a <see cref="Break"/> changes something.
/// </summary>
internal sealed class Scenario(RmmBench bench, RmiCommand command)
{
    private RealmParams? _params;

    public RmmBench Bench => bench;

    /// <summary>X0 to X7.</summary>
    public ulong[] A { get; } = new ulong[8];

    /// <summary>The Realm, where the command is about one.</summary>
    public TestRealm Realm { get; set; } = null!;

    /// <summary>A page of the host that the command reads.</summary>
    public ulong Page { get; set; }

    /// <summary>Parameters of REALM_CREATE; setting writes them to <see cref="Page"/>.</summary>
    public RealmParams Params
    {
        get => _params!;
        set
        {
            _params = value;
            bench.Write(Page, value.ToBytes());
        }
    }

    /// <summary>The Realm's attributes, past the interface.</summary>
    public Rd Rd => new(new RealmMemory(bench.Pe.Physical), Realm.Rd);

    /// <summary>The attributes of its first REC, past the interface.</summary>
    public Rec Rec => new(new RealmMemory(bench.Pe.Physical), Realm.Rec);

    /// <summary>A REC, past the interface.</summary>
    public Rec RecAt(ulong address) => new(new RealmMemory(bench.Pe.Physical), address);

    /// <summary>Memory that the command's operation gets when it asks for some: a descriptor; 0 where it stays an operation.</summary>
    public ulong Donation { get; set; }

    /// <summary>Makes the command; with a <see cref="Donation"/>, and what follows as its operation, to the end.</summary>
    public RmiResult Go()
    {
        RmiResult result = bench.Rmi(command, A.AsSpan(1));
        if (Donation == 0)
            return result;
        ulong handle = bench.X[1];
        ulong list = bench.NewGranule();
        for (int steps = 0; result.Status == RmiStatus.Incomplete && steps < 10; steps++)
        {
            result = result.MemoryRequest switch
            {
                RmiMemoryRequest.Donate => Donate(handle, list),
                RmiMemoryRequest.Reclaim => bench.Rmi(RmiCommand.OpMemReclaim, handle, list, 1),
                _ => bench.Rmi(RmiCommand.OpContinue, handle),
            };
        }
        return result;
    }

    private RmiResult Donate(ulong handle, ulong list)
    {
        bench.Write64(list, Donation);
        return bench.Rmi(RmiCommand.OpMemDonate, handle, list, 1);
    }
}
