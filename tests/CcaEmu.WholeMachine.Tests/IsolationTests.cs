using System.Buffers.Binary;
using CcaEmu.Arm;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.WholeMachine.Tests;

/// <summary>What the Non-secure world can and cannot see of a realm, while it lives and afterwards.</summary>
public sealed class IsolationTests
{
    [Test]
    public void After_teardown_the_granule_protection_table_is_what_it_was_before()
    {
        using var machine = new RealmMachine("hello.elf");
        byte[]? before = null;
        machine.OnReturnTo(ExceptionLevel.EL2, SecurityState.NonSecure, pe => before ??= ReadGpt(machine));
        RealmOutcome outcome = machine.RunToEnd();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(machine.Rmm.DelegatedGranules, Is.Zero);
        Assert.That(before, Is.Not.Null);
        Assert.That(ReadGpt(machine).AsSpan().SequenceEqual(before), Is.True);
    }

    [Test]
    public void Every_granule_reads_as_wiped_when_the_host_gets_it_back()
    {
        using var machine = new RealmMachine("hello.elf");
        int undelegated = 0, dirty = 0;
        ulong[] pending = [];
        machine.OnCallFrom(ExceptionLevel.EL2, SecurityState.Realm, pe => pending = Moved(pe, Gpi.NonSecure));
        machine.OnReturnTo(ExceptionLevel.EL2, SecurityState.Realm, pe =>
        {
            foreach (ulong address in pending)
            {
                var granule = new byte[4096];
                Assert.That(pe.Physical.Read(new PhysicalAddress(address, Pas.NonSecure), granule).Ok);
                undelegated++;
                dirty += granule.AsSpan().ContainsAnyExcept((byte)0) ? 1 : 0;
            }
            pending = [];
        });
        machine.RunToEnd();
        Assert.That(undelegated, Is.GreaterThan(5));
        Assert.That(dirty, Is.Zero);
    }

    [Test]
    public void While_the_realm_runs_the_host_takes_a_granule_protection_fault_on_every_granule_of_it()
    {
        using var machine = new RealmMachine("hello.elf");
        var delegated = new HashSet<ulong>();
        int checkedGranules = 0;
        machine.OnCallFrom(ExceptionLevel.EL2, SecurityState.Realm, pe =>
        {
            delegated.UnionWith(Moved(pe, Gpi.Realm));
            delegated.ExceptWith(Moved(pe, Gpi.NonSecure));
        });
        machine.OnReturnTo(ExceptionLevel.EL1, SecurityState.Realm, pe =>
        {
            foreach (ulong granule in delegated)
            {
                MemoryResult read = pe.Physical.Read(new PhysicalAddress(granule, Pas.NonSecure), 8, out ulong value);
                Assert.That((read.Gpc.Kind, read.Gpc.Gpi, value), Is.EqualTo((GpcFaultKind.Protection, Gpi.Realm, 0ul)));
                checkedGranules++;
            }
        });
        machine.RunToEnd();
        Assert.That(checkedGranules, Is.GreaterThan(20));
    }

    // The managed hypervisor has delegated granules; then a native image takes its place at NS-EL2 and loads from one of them.
    [TestCase(true)]
    [TestCase(false)]
    public void A_native_non_secure_load_from_a_delegated_granule_takes_a_granule_protection_fault(bool delegatedGranule)
    {
        using var machine = new RealmMachine("hello.elf");
        ulong granule = 0;
        machine.OnReturnTo(ExceptionLevel.EL1, SecurityState.Realm, pe => machine.Machine.RequestStop());
        machine.OnCallFrom(ExceptionLevel.EL2, SecurityState.Realm, pe =>
            granule = Moved(pe, Gpi.Realm) is [ulong first, ..] ? first : granule);
        machine.Machine.Run(10_000_000);
        Assert.That(granule, Is.Not.Zero);
        ulong target = delegatedGranule ? granule : 0x9800_0000;

        ProcessingElement pe = machine.Pe;
        byte[] image = File.ReadAllBytes(Repository.Firmware("ns-gpf.bin"));
        Assert.That(pe.Physical.Write(new PhysicalAddress(FvpMemoryMap.NonSecurePayload, Pas.NonSecure), image).Ok);
        machine.Machine.Detach(ExceptionLevel.EL2, SecurityState.NonSecure);
        EnterNonSecureEl2(pe, target);
        Assert.That(machine.Machine.Run(100_000), Is.EqualTo(MachineStop.AllWaiting));

        var block = new byte[0x38];
        pe.Physical.Read(new PhysicalAddress(FvpMemoryMap.NonSecurePayload + 0x1000, Pas.NonSecure), block);
        ulong Word(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(offset));
        Assert.That(Word(0x08), Is.EqualTo(delegatedGranule ? 1ul : 2ul), "outcome: 1 the load took an exception, 2 it did not");
        if (!delegatedGranule)
            return;
        Assert.That(Word(0x10), Is.EqualTo(0x9600_0028ul), "ESR_EL2: Data Abort, same level, granule protection fault not on a walk");
        Assert.That(Word(0x18), Is.EqualTo(target), "FAR_EL2");
    }

    // The granules that a call of the RMM moves to a PAS.
    private static ulong[] Moved(ProcessingElement pe, Gpi to) =>
        (FirmeCommand)(uint)pe.X(0) == FirmeCommand.GmGpiSet && pe.X(3) == (ulong)to
            ? [.. Enumerable.Range(0, (int)pe.X(2)).Select(i => pe.X(1) + (ulong)i * 4096)]
            : [];

    // What the monitor does when it enters the Non-secure world, by the test's hand.
    private static void EnterNonSecureEl2(ProcessingElement pe, ulong argument)
    {
        pe.TakeException(ExceptionLevel.EL3, ExceptionType.Synchronous, 0, pe.PC);
        pe[Arm.Registers.SystemRegister.SCR_EL3] = 0x731;
        pe[Arm.Registers.SystemRegister.SCTLR_EL2] = 0x30C5_0830;
        pe[Arm.Registers.SystemRegister.SPSR_EL3] = 0x3C9;
        pe[Arm.Registers.SystemRegister.ELR_EL3] = FvpMemoryMap.NonSecurePayload;
        pe.X(0) = 0;
        pe.X(1) = argument;
        pe.ExceptionReturn();
    }

    private static byte[] ReadGpt(RealmMachine machine)
    {
        var tables = new byte[0x2000 + 0x10_0000];
        ProcessingElement pe = machine.Pe;
        Assert.That(pe.Physical.Read(new PhysicalAddress(FvpMemoryMap.Level0Gpt, Pas.Root), tables.AsSpan(0, 0x2000)).Ok);
        Assert.That(pe.Physical.Read(new PhysicalAddress(FvpMemoryMap.Level1Gpts, Pas.Root), tables.AsSpan(0x2000)).Ok);
        return tables;
    }
}
