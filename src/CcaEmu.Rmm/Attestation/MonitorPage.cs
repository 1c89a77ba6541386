using CcaEmu.Arm;
using CcaEmu.Machine.Scripting;
using CcaEmu.Memory;

namespace CcaEmu.Rmm.Attestation;

/// <summary>The page of the Realm world that RMM and monitor exchange requests in: one for all PEs, so one of them has it at a time.</summary>
/// <remarks>RMM-EL3 communication interface 2.0, section on the shared buffer.</remarks>
internal sealed class MonitorPage
{
    /// <summary>Its physical address, known once the RMM has booted.</summary>
    public ulong Address { get; set; }

    /// <summary>Whether a PE has it.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Takes it, where no other PE has it.</summary>
    public bool TryTake() => !IsTaken && (IsTaken = true);

    /// <summary>Leaves it to others.</summary>
    public void Release() => IsTaken = false;

    /// <summary>Puts a request there.</summary>
    /// <param name="script">Whose PE does it.</param>
    /// <param name="request">The request.</param>
    public void Put(ScriptContext script, ReadOnlySpan<byte> request) => Demand(script.Pe.Physical.Write(Place, request));

    /// <summary>Takes what the monitor has left there; the page then holds nothing of it any more.</summary>
    /// <param name="script">Whose PE does it.</param>
    /// <param name="length">Bytes.</param>
    public byte[] Fetch(ScriptContext script, ulong length)
    {
        byte[] bytes = new byte[length];
        Demand(script.Pe.Physical.Read(Place, bytes));
        Demand(script.Pe.Physical.Clear(Place, length));
        return bytes;
    }

    private PhysicalAddress Place => new(Address, Pas.Realm);

    private static void Demand(MemoryResult result)
    {
        if (!result.Ok)
            throw new InvalidOperationException("the RMM cannot reach the page it shares with the monitor");
    }
}
