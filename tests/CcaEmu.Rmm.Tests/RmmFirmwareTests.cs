using CcaEmu.Arm;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Firmware;
using CcaEmu.Memory;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests;

/// <summary>The boot contract, checked by a monitor that a test plays: what the RMM answers to RMM_BOOT_COMPLETE.</summary>
public sealed class RmmFirmwareTests
{
    private const ulong Shared = FvpMemoryMap.RmmSharedPage;

    [Test]
    public void A_good_boot_completes_with_a_token()
    {
        (RmmBootStatus status, ulong token) = Boot();
        Assert.That(status, Is.EqualTo(RmmBootStatus.Success));
        Assert.That(token, Is.Not.Zero);
    }

    [TestCase(0UL, 0x1_0000UL, 1UL, Shared, RmmBootStatus.VersionNotValid)]
    [TestCase(0UL, 0x3_0000UL, 1UL, Shared, RmmBootStatus.VersionNotValid)]
    [TestCase(0UL, 0x2_0007UL, 1UL, Shared, RmmBootStatus.Success)]
    [TestCase(0UL, 0x2_0000UL, 2UL, Shared, RmmBootStatus.CpusOutOfRange)]
    [TestCase(1UL, 0x2_0000UL, 1UL, Shared, RmmBootStatus.CpuIdOutOfRange)]
    [TestCase(0UL, 0x2_0000UL, 1UL, 0UL, RmmBootStatus.InvalidSharedBuffer)]
    [TestCase(0UL, 0x2_0000UL, 1UL, Shared + 8, RmmBootStatus.InvalidSharedBuffer)]
    [TestCase(0UL, 0x2_0000UL, 1UL, 0x1000UL, RmmBootStatus.InvalidSharedBuffer)]
    public void Boot_registers_are_checked(ulong x0, ulong x1, ulong x2, ulong x3, RmmBootStatus expected) =>
        Assert.That(Boot(x0, x1, x2, x3).Status, Is.EqualTo(expected));

    [Test]
    public void A_manifest_without_memory_is_refused() =>
        Assert.That(Boot(manifest: new RmmBootManifest()).Status, Is.EqualTo(RmmBootStatus.ManifestDataError));

    [Test]
    public void A_manifest_with_memory_beyond_the_address_size_is_refused() =>
        Assert.That(
            Boot(manifest: new RmmBootManifest { Dram = [new RmmMemoryBank(1UL << 40, 0x1000)] }).Status, Is.EqualTo(RmmBootStatus.ManifestDataError));

    [Test]
    public void A_manifest_of_another_version_is_refused() =>
        Assert.That(Boot(corrupt: page => page[2] = 1).Status, Is.EqualTo(RmmBootStatus.ManifestVersionNotSupported));

    [Test]
    public void Memory_beyond_the_image_is_asked_of_the_monitor_and_the_token_is_where_it_is()
    {
        BootMonitor monitor = BootUnder(int.MaxValue);
        // A page near the PE, then one pointer for each 2 MiB of 256 MiB, in whole pages; both aligned to 4 KiB.
        Assert.That(monitor.Reserved, Is.EqualTo(new[] { (0x1000UL, 12UL << 56 | 1), (0x1000UL, 12UL << 56) }));
        Assert.That(monitor.Answer, Is.EqualTo((RmmBootStatus.Success, 0xFEFF_F000UL)));
    }

    [TestCase(0)]
    [TestCase(1)]
    public void Without_that_memory_it_does_not_boot(int granted) =>
        Assert.That(BootUnder(granted).Answer.Item1, Is.EqualTo(RmmBootStatus.OutOfMemory));

    [Test]
    public void The_monitor_serves_it()
    {
        using var bench = new RmmBench();
        Assert.That(bench.Monitor.RmmStatus, Is.EqualTo(RmmBootStatus.Success));
    }

    [Test]
    public void Two_machines_in_one_process_do_not_know_of_each_other()
    {
        using var first = new RmmBench();
        using var second = new RmmBench();
        first.NewDelegated();
        Assert.That(second.Rmm.DelegatedGranules, Is.Zero);
    }

    private static (RmmBootStatus Status, ulong Token) Boot(
        ulong x0 = 0, ulong x1 = 0x2_0000, ulong x2 = 1, ulong x3 = Shared, RmmBootManifest? manifest = null, Action<byte[]>? corrupt = null)
    {
        BootMonitor monitor = BootUnder(int.MaxValue, x0, x1, x2, x3, manifest, corrupt);
        return monitor.Answer;
    }

    private static BootMonitor BootUnder(
        int granted, ulong x0 = 0, ulong x1 = 0x2_0000, ulong x2 = 1, ulong x3 = Shared, RmmBootManifest? manifest = null, Action<byte[]>? corrupt = null)
    {
        using var machine = new Machine.Machine(new MachineOptions());
        var rmm = new RmmFirmware(machine, new RmmOptions());
        var monitor = new BootMonitor(machine, rmm, [x0, x1, x2, x3], granted);
        machine.Attach(monitor);
        machine.Attach(rmm);
        machine.Reset();
        var page = new byte[RmmBootManifest.PageSize];
        (manifest ?? new RmmBootManifest { Dram = [new RmmMemoryBank(0x8000_0000, 0x1000_0000)] }).WriteTo(page, Shared);
        corrupt?.Invoke(page);
        machine.Pes[0].Physical.Write(new PhysicalAddress(Shared, Pas.Root), page);
        Assert.That(machine.Run(1000), Is.EqualTo(MachineStop.Requested));
        return monitor;
    }

    /// <summary>Enters the RMM with given registers and notes what it answers.</summary>
    private sealed class BootMonitor(Machine.Machine machine, RmmFirmware rmm, ulong[] arguments, int granted)
        : ManagedFirmware(ExceptionLevel.EL3, SecurityState.Root, FvpMemoryMap.ManagedMonitor)
    {
        public (RmmBootStatus, ulong) Answer { get; private set; }

        /// <summary>Bytes and attributes of each RMM_RESERVE_MEMORY.</summary>
        public List<(ulong Bytes, ulong Attributes)> Reserved { get; } = [];

        protected override void OnEntry(Cpu.ProcessingElement pe)
        {
            pe[Arm.Registers.SystemRegister.VBAR_EL3] = VectorBase;
            pe[Arm.Registers.SystemRegister.SCR_EL3] = new Arm.Registers.ScrEl3(Arm.Registers.Fields.SCR_EL3.RW).WithSecurityState(SecurityState.Realm).Value;
            for (int i = 0; i < arguments.Length; i++)
                pe.X(i) = arguments[i];
            pe[Arm.Registers.SystemRegister.ELR_EL3] = rmm.EntryPoint;
            pe[Arm.Registers.SystemRegister.SPSR_EL3] = Arm.Registers.SpsrValue.Create(ExceptionLevel.EL2, true, 0xF).Value;
            pe.ExceptionReturn();
        }

        protected override void OnException(Cpu.ProcessingElement pe, Cpu.ExceptionType type, bool fromLower)
        {
            if (pe.X(0) == (ulong)RmmEl3Command.ReserveMemory)
            {
                Reserved.Add((pe.X(1), pe.X(2)));
                RmmEl3Status status = Reserved.Count > granted ? RmmEl3Status.NoMemory : RmmEl3Status.Ok;
                (pe.X(0), pe.X(1)) = ((ulong)(long)status, 0xFF00_0000UL - (ulong)Reserved.Count * 0x1000);
                pe.ExceptionReturn();
                return;
            }
            Assert.That(pe.X(0), Is.EqualTo((ulong)RmmEl3Command.BootComplete));
            Answer = ((RmmBootStatus)(long)pe.X(1), pe.X(2));
            machine.RequestStop();
        }

        protected override void OnResume(Cpu.ProcessingElement pe) => throw new AssertionException("EL3 makes no SMC");
    }
}
