using CcaEmu.Machine;

namespace CcaEmu.WholeMachine.Tests.Firmware;

/// <summary>firmware/smp.S: native code on all PEs, turned on and off by PSCI, that counts under locks and shares a translation table.</summary>
public sealed class SmpFirmwareTests
{
    private const ulong Result = 0x2000;
    private const ulong Rounds = 200;

    // A quantum of one cycle changes PE at every branch; one of a million lets each finish before the next begins.
    [Test]
    public void Locks_atomics_tlb_maintenance_and_psci_hold_on_any_number_of_pes([Values(1, 2, 4, 8)] int pes, [Values(1ul, 10_000ul, 1_000_000ul)] ulong quantum)
    {
        using NativeHost host = Run(pes, quantum);
        ulong Word(ulong offset) => host.Word(Result + offset);
        Assert.That((Word(0x08), Word(0x10)), Is.EqualTo((1ul, 0ul)), "outcome, and what the failing step found");
        Assert.That((Word(0x18), Word(0x20)), Is.EqualTo((2 * (ulong)pes * Rounds, 2 * (ulong)pes * Rounds)), "the two counters");
        Assert.That((Word(0x28), Word(0x30)), Is.EqualTo((2 * (ulong)(pes - 1), 2 * (ulong)(pes - 1))), "PEs that saw the old and the new mapping");
        Assert.That(host.Machine.Pes.Select(host.Machine.IsOn), Is.EqualTo(Enumerable.Range(0, pes).Select(i => i == 0)));
    }

    [Test]
    public void The_same_pes_and_quantum_give_the_same_digest_and_another_quantum_another()
    {
        ulong Digest(ulong quantum)
        {
            using NativeHost host = Run(4, quantum);
            return host.Machine.Digest;
        }
        ulong first = Digest(1000);
        Assert.That(Digest(1000), Is.EqualTo(first));
        Assert.That(Digest(5000), Is.Not.EqualTo(first));
    }

    private static NativeHost Run(int pes, ulong quantum)
    {
        var host = new NativeHost("smp.bin", new MachineOptions { PeCount = pes, QuantumCycles = quantum }, (ulong)pes, Rounds);
        MachineStop stop = host.Machine.Run(50_000_000);
        Assert.That(stop, Is.EqualTo(MachineStop.PoweredOff), $"{host.Monitor.FatalError}\n{host.Machine.Describe()}\noutcome {host.Word(Result + 8)}");
        return host;
    }
}
