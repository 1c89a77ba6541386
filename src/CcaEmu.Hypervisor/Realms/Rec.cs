using System.Buffers.Binary;
using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>One virtual CPU of a realm: its REC, the page it is run by, and what the last exit left to do.</summary>
/// <param name="index">Number in the realm, from 0.</param>
internal sealed class Rec(int index) : Vcpu(index)
{
    private readonly byte[] _enter = new byte[RmiRecRunLayout.ExitReason];

    /// <inheritdoc/>
    public override (ulong Control, ulong CompareValue) VirtualTimer => Exit.VirtualTimer;

    /// <inheritdoc/>
    public override (ulong Control, ulong CompareValue) PhysicalTimer => Exit.PhysicalTimer;

    /// <inheritdoc/>
    public override bool HasPendingMmio => PendingMmio;

    /// <summary>Whether the last exit was an access of the unprotected half that waits for an answer.</summary>
    public bool PendingMmio { get; set; }

    /// <summary>Address of the REC; 0 while there is none.</summary>
    public ulong Page { get; set; }

    /// <summary>Address of the run page, which stays the host's and is shared with the RMM.</summary>
    public ulong RunPage { get; set; }

    /// <summary>Memory side of its stateful operations.</summary>
    public MemoryTransfer? Transfer { get; set; }

    /// <summary>Whether it is to have performance monitors.</summary>
    public bool HasMonitors { get; set; }

    /// <summary>Whether a CPU_ON of it was completed since it was last entered.</summary>
    public bool WasTurnedOn { get; set; }

    /// <summary>Whether the RMM may hold it for off although the host has turned it on: the two crossed.</summary>
    public bool MayBeOff { get; set; }

    /// <summary>What the last exit said.</summary>
    public RecExit Exit { get; } = new();

    /// <summary>What to ask of the next entry; cleared at each exit, so that no answer outlives its question.</summary>
    public RmiRecEnterFlags NextFlags { get; set; }

    /// <summary>A RIPAS change to carry out before the next entry; empty for none.</summary>
    public PageRange PendingRipas { get; set; }

    /// <summary>What <see cref="PendingRipas"/> is to become.</summary>
    public Ripas PendingRipasValue { get; set; }

    /// <summary>A PSCI call to complete before the next entry.</summary>
    public PendingPsci? PendingPsci { get; set; }

    /// <inheritdoc/>
    public override void CompleteMmio(ulong value)
    {
        PendingMmio = false;
        NextFlags |= RmiRecEnterFlags.EmulMmio;
        Gprs[0] = value;
    }

    /// <inheritdoc/>
    public override void AbortMmio()
    {
        PendingMmio = false;
        NextFlags |= RmiRecEnterFlags.InjectSea;
    }

    /// <inheritdoc/>
    public override RealmExitReport Report() => Exit.ToReport();

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
        PendingMmio = false;
        Array.Clear(Gprs);
        HostResult read = physical.Read(RunPage + RmiRecRunLayout.ExitReason, Exit.Bytes);
        layout.ToCanonical(Exit.Bytes);
        return read;
    }
}
