using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Realms;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;
using static CcaEmu.Hypervisor.Tests.Integration.SmallCode;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>Memory that is unmapped or converted on one PE while a REC of that realm executes on another: it must see it at once, and nothing else.</summary>
public sealed class UnmapWhileRunningTests
{
    private const ulong Page = Ram + 0x10_0000;

    [Test]
    public void A_shared_page_that_is_taken_away_under_a_REC_is_never_read_again()
    {
        int running = 0, taken = 0;
        KvmExitReason reason = KvmExitReason.Unknown;
        Go([.. Move(1, Page | SharedBit), LoadX0, BackIfZero, .. SystemOff, Stay], async (process, vm, cpu, shared, _) =>
        {
            Realm realm = RealmOf(vm);
            Check(await process.CreateThread(1, async () =>
            {
                Check(await cpu.Run());
                reason = cpu.Kvm.ExitReason;
            }));
            for (; taken < 30; taken++)
            {
                while (!realm.Slots[0].Mapped.Contains(Page))
                    await process.Sleep(50);
                while (!realm.Recs[0].IsRunning)
                    await process.Sleep(7);
                running += realm.Recs[0].IsRunning ? 1 : 0;
                Check(await shared.Discard(Page - Ram, process.PageSize));
                // The memory goes to somebody else, who writes it: a translation that is left over would show that, and the guest end.
                UserMemory other = process.Map(16 * process.PageSize).Value;
                byte[] ones = new byte[other.SizeBytes];
                Array.Fill(ones, (byte)0xFF);
                Check(other.Write(0, ones));
                await process.Sleep(200);
                Assert.That(reason, Is.EqualTo(KvmExitReason.Unknown), "the guest has read memory that was taken away");
                Check(await other.Discard(0, other.SizeBytes));
            }
            while (!realm.Slots[0].Mapped.Contains(Page))
                await process.Sleep(50);
            Check(shared.Write(Page - Ram, [1]));
        });
        Assert.That(reason, Is.EqualTo(KvmExitReason.SystemEvent));
        Assert.That((taken, running), Is.EqualTo((30, 30)), "the REC was not executing when its memory went");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_private_page_that_is_taken_away_under_a_REC_faults_at_its_next_access(bool isConverted)
    {
        bool wasRunning = false;
        HostResult first = HostResult.Ok, second = HostResult.Ok;
        KvmMemoryFault fault = default;
        string error = "";
        Go([.. Move(1, Page), LoadX0, Back], async (process, vm, cpu, _, memfd) =>
        {
            Realm realm = RealmOf(vm);
            Check(await process.CreateThread(1, async () =>
            {
                first = await cpu.Run();
                fault = cpu.Kvm.MemoryFault;
                if (isConverted)
                {
                    Check(await vm.SetMemoryAttributes(new MemoryAttributes(Page, process.PageSize, MemoryAttributes.Private)));
                    second = await cpu.Run();
                }
                error = cpu.Kvm.InternalError;
            }));
            while (realm.DataPagesMapped == 0)
                await process.Sleep(50);
            await process.Sleep(5000);
            wasRunning = realm.Recs[0].IsRunning;
            Check(isConverted
                ? await vm.SetMemoryAttributes(new MemoryAttributes(Page, process.PageSize, 0))
                : await memfd.PunchHole(Page - Ram, process.PageSize));
            Assert.That(realm.Ledger.Held(GranulePurpose.Data).TotalBytes % 0x20_0000, Is.Not.Zero, "no page of a block came back");
        });
        Assert.That(wasRunning, Is.True);
        if (isConverted)
        {
            Assert.That((first.Error, fault), Is.EqualTo((Errno.EFAULT, new KvmMemoryFault(KvmMemoryFault.Private, Page, 0x1000))));
            first = second;
        }
        Assert.That(first.Error, Is.EqualTo(Errno.ENXIO), first.Message);
        Assert.That(error, Does.Contain("DESTROYED"));
    }

    [Test]
    public void Conversions_elsewhere_do_not_stop_a_REC_that_executes()
    {
        KvmExitReason reason = KvmExitReason.Unknown;
        Go([.. Move(1, Page), LoadX0, .. Move(10, 300_000), 0xF100_054A, 0x54FF_FFE1, .. SystemOff, Stay], async (process, vm, cpu, shared, memfd) =>
        {
            Check(await process.CreateThread(1, async () =>
            {
                Check(await cpu.Run());
                reason = cpu.Kvm.ExitReason;
            }));
            const ulong elsewhere = Ram + 0x30_0000, size = 0x4_0000;
            for (int i = 0; i < 20; i++)
            {
                Check(await vm.SetMemoryAttributes(new MemoryAttributes(elsewhere, size, 0)));
                Check(await memfd.PunchHole(elsewhere - Ram, size));
                await process.Sleep(100);
                Check(await vm.SetMemoryAttributes(new MemoryAttributes(elsewhere, size, MemoryAttributes.Private)));
                Check(await shared.Discard(elsewhere - Ram, size));
                await process.Sleep(100);
            }
        });
        Assert.That(reason, Is.EqualTo(KvmExitReason.SystemEvent));
    }

    private static Realm RealmOf(VirtualMachine vm) => ((RealmOperations)vm.Kind).Realm;

    private static void Go(uint[] code, Func<VmmProcess, VirtualMachine, VirtualCpu, UserMemory, GuestMemfd, Script> main)
    {
        using var host = new GuestHost([new HostProgram(async process =>
        {
            (VirtualMachine vm, List<VirtualCpu> cpus, UserMemory shared, GuestMemfd memfd) = await Make(process, [code], 1);
            await main(process, vm, cpus[0], shared, memfd);
            await process.JoinAll();
            Check(await vm.Close());
        })], pes: 2);
        host.RunAndAccount();
        Assert.That(host.Hypervisor.Leaks, Is.Empty);
    }
}
