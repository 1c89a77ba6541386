using System.Buffers.Binary;
using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>One virtual CPU of a realm: its REC, the page it is run by, and what the last exit left to do.</summary>
/// <param name="index">Number in the realm, from 0.</param>
internal sealed class Rec(int index)
{
    private const int GprCount = 31;
    private readonly byte[] _enter = new byte[RmiRecRunLayout.ExitReason];

    /// <summary>Number in the realm.</summary>
    public int Index { get; } = index;

    /// <summary>Its affinity.</summary>
    public RecMpidr Mpidr { get; } = RecMpidr.FromIndex((ulong)index);

    /// <summary>Address of the REC; 0 while there is none.</summary>
    public ulong Page { get; set; }

    /// <summary>Address of the run page, which stays the host's and is shared with the RMM.</summary>
    public ulong RunPage { get; set; }

    /// <summary>Memory side of its stateful operations.</summary>
    public MemoryTransfer? Transfer { get; set; }

    /// <summary>Whether the host lets it run: it was created runnable, or turned on since.</summary>
    public bool IsOn { get; set; }

    /// <summary>Whether it is being run, on its PE.</summary>
    public bool IsRunning { get; set; }

    /// <summary>Whether its PE has been told that there is something to do for it, and has not looked yet.</summary>
    public bool IsKicked { get; set; }

    /// <summary>Whether a CPU_ON of it was completed since it was last entered.</summary>
    public bool WasTurnedOn { get; set; }

    /// <summary>Whether the RMM may hold it for off although the host has turned it on: the two crossed.</summary>
    public bool MayBeOff { get; set; }

    /// <summary>MPIDR_EL1 of the PE that runs it.</summary>
    public ulong HostAffinity { get; set; }

    /// <summary>What the last exit said.</summary>
    public RecExit Exit { get; } = new();

    /// <summary>Whether it has come back from an entry at least once.</summary>
    public bool HasExited { get; set; }

    /// <summary>Whether it waits for an interrupt (WFI).</summary>
    public bool IsWaiting { get; set; }

    /// <summary>When a wait with a time-out (WFIT, WFET) ends, by the guest's virtual counter; null: with an interrupt only.</summary>
    public ulong? WaitsUntil { get; set; }

    /// <summary>X0 to X30 for the next entry, where the last exit asks for them.</summary>
    public ulong[] Gprs { get; } = new ulong[GprCount];

    /// <summary>What to ask of the next entry; cleared at each exit, so that no answer outlives its question.</summary>
    public RmiRecEnterFlags NextFlags { get; set; }

    /// <summary>A RIPAS change to carry out before the next entry; empty for none.</summary>
    public PageRange PendingRipas { get; set; }

    /// <summary>A PSCI call to complete before the next entry.</summary>
    public PendingPsci? PendingPsci { get; set; }

    /// <summary>IPA of the last fault that was mapped.</summary>
    public ulong LastFaultIpa { get; set; }

    /// <summary>How often in a row it was that one.</summary>
    public int FaultRepeats { get; set; }

    /// <summary>Copies the registers that the exit shows.</summary>
    public void TakeGprs()
    {
        for (int i = 0; i < GprCount; i++)
            Gprs[i] = Exit.Gpr(i);
    }

    /// <summary>Writes the entry half of the run page.</summary>
    /// <param name="physical">The host's memory.</param>
    /// <param name="layout">Where the RMM looks for the fields.</param>
    public HostResult WriteEnter(HostPhysical physical, AbiLayout layout)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_enter.AsSpan(RmiRecRunLayout.EnterFlags), (ulong)NextFlags);
        for (int i = 0; i < GprCount; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(_enter.AsSpan(RmiRecRunLayout.EnterGprs + i * sizeof(ulong)), Gprs[i]);
        layout.FromCanonical(_enter);
        HostResult written = physical.Write(RunPage, _enter);
        layout.ToCanonical(_enter);
        return written;
    }

    /// <summary>Reads the exit half of the run page.</summary>
    /// <param name="physical">The host's memory.</param>
    /// <param name="layout">Where the RMM has put the fields.</param>
    public HostResult ReadExit(HostPhysical physical, AbiLayout layout)
    {
        HasExited = true;
        NextFlags = RmiRecEnterFlags.None;
        Array.Clear(Gprs);
        HostResult read = physical.Read(RunPage + RmiRecRunLayout.ExitReason, Exit.Bytes);
        layout.ToCanonical(Exit.Bytes);
        return read;
    }
}
