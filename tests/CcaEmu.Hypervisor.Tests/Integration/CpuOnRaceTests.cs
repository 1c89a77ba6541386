using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Tests.Checklist;
using CcaEmu.Machine.Scripting;
using static CcaEmu.Hypervisor.Tests.Integration.SmallCode;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>PSCI CPU_ON, which is complete only after the host has said so, against what other virtual CPUs and the host do meanwhile.</summary>
public sealed class CpuOnRaceTests
{
    private const ulong CpuOn = 0xC400_0003, CpuOff = 0x8400_0002;
    private const uint AlreadyOn = 0xFFFF_FFFC, OnPending = 0xFFFF_FFFB;

    // Delays around the one at which both calls fall together: nothing tells the order but these.
    [Test, KvmChecklist("L5")]
    public void CPU_ON_against_SYSTEM_OFF_ends_in_a_system_event_and_leaves_nothing([Range(0, 600, 25)] int delay, [Values(1, 3)] int pes)
    {
        uint[] caller = [.. Delay(300), .. Call(CpuOn, 2, EntryOf(2)), Stay];
        uint[] ender = [.. Delay((ulong)delay), .. SystemOff, Stay];
        List<HostResult> ends = [];
        KvmExitReason[] reasons = Run([caller, ender, [Stay]], 2, pes, (_, _) => { }, ends);
        Assert.That(reasons, Does.Contain(KvmExitReason.SystemEvent));
        Assert.That(ends.Where(end => !end.IsOk).Select(end => end.Error), Is.All.EqualTo(Errno.EINTR), string.Join(", ", ends));
        Assert.That(reasons, Is.All.AnyOf(KvmExitReason.SystemEvent, KvmExitReason.Shutdown, KvmExitReason.Intr, KvmExitReason.Unknown));
    }

    [Test, KvmChecklist("L5")]
    public void Of_two_callers_for_one_target_one_turns_it_on_and_it_starts_once([Range(0, 600, 25)] int delay, [Values(1, 3)] int pes)
    {
        uint[] Caller(ulong turns) => [.. Delay(turns), .. Call(CpuOn, 2, EntryOf(2)), .. Report, Stay];
        uint[] target = [.. Move(0, 0x42), .. Report, .. Delay(4000), .. SystemOff, Stay];
        List<(int Cpu, uint Value)> seen = [];
        Run([Caller(300), Caller((ulong)delay), target], 2, pes, (cpu, value) => seen.Add((cpu, value)), []);
        Assert.That(seen.Count(line => line == (2, 0x42U)), Is.EqualTo(1), "the target started more than once, or never");
        uint[] answers = [.. seen.Where(line => line.Cpu != 2).Select(line => line.Value).Order()];
        Assert.That(answers, Has.Length.EqualTo(2));
        Assert.That(answers[0], Is.Zero);
        Assert.That(answers[1], Is.EqualTo(AlreadyOn).Or.EqualTo(OnPending));
    }

    [Test, KvmChecklist("L5")]
    public void A_target_that_turns_itself_off_meanwhile_is_on_again_or_still_on_and_never_both([Range(0, 600, 50)] int delay, [Values(1, 3)] int pes)
    {
        // The target has been running from the start, and goes off about when it is called.
        uint[] caller = [.. Delay(300), .. Call(CpuOn, 1, EntryOf(2)), .. Report, .. Delay(6000), .. SystemOff, Stay];
        uint[] target = [.. Delay((ulong)delay), .. Call(CpuOff), Stay];
        uint[] again = [.. Move(0, 0x42), .. Report, Stay];
        List<(int Cpu, uint Value)> seen = [];
        Run([caller, target, again], 2, pes, (cpu, value) => seen.Add((cpu, value)), []);
        uint answer = seen.Single(line => line.Cpu == 0).Value;
        Assert.That(answer, Is.EqualTo(0).Or.EqualTo(AlreadyOn).Or.EqualTo(OnPending));
        Assert.That(seen.Count(line => line == (1, 0x42U)), Is.EqualTo(answer == 0 ? 1 : 0));
    }

    [Test, KvmChecklist("L5")]
    public void A_VMM_that_is_killed_between_CPU_ON_and_its_completion_leaves_nothing([Range(0, 3)] int completion, [Values] bool before)
    {
        const uint psciComplete = 0xC400_0164, recEnter = 0xC400_015C;
        using var host = new GuestHost([GuestHost.Launch("smp", cpus: 4, argument: 2, memory: 4UL << 20)], pes: 4);
        int seen = 0;
        uint last = 0;
        host.OnCall = _ =>
        {
            // At the completion itself, or at the first entry behind it: of the caller, or of the target.
            if (host.Function == psciComplete && before && seen == completion)
                host.Hypervisor.Processes[0].Condemn();
            if (host.Function == recEnter && !before && last == psciComplete && seen == completion + 1)
                host.Hypervisor.Processes[0].Condemn();
            seen += host.Function == psciComplete ? 1 : 0;
            last = host.Function;
        };
        host.RunAndAccount();
        Assert.That(seen, Is.GreaterThan(completion));
        Assert.That(host.Hypervisor.Outcomes[0].Summary, Is.EqualTo("The VMM was killed."));
        Assert.That(host.Hypervisor.Leaks, Is.Empty);
    }

    // Runs to the first end of any virtual CPU; the others are called back. Reasons by number.
    private static KvmExitReason[] Run(uint[][] code, int running, int pes, Action<int, uint> report, List<HostResult> ends)
    {
        var reasons = new KvmExitReason[code.Length];
        var program = new HostProgram(async process =>
        {
            (VirtualMachine vm, List<VirtualCpu> cpus, _, _) = await Make(process, code, running);
            bool over = false;
            async Script Loop(VirtualCpu cpu)
            {
                HostResult result = HostResult.Ok;
                while (!over && result.IsOk)
                {
                    result = await cpu.Run();
                    if (cpu.Kvm.ExitReason != KvmExitReason.Mmio)
                        break;
                    report(cpu.Id, (uint)cpu.Kvm.Mmio.Value);
                }
                over = true;
                reasons[cpu.Id] = cpu.Kvm.ExitReason;
                ends.Add(result);
                foreach (VirtualCpu other in cpus)
                    other.RequestExit();
            }
            foreach (VirtualCpu cpu in cpus.Skip(1))
                Check(await process.CreateThread(cpu.Id, () => Loop(cpu)));
            await Loop(cpus[0]);
            await process.JoinAll();
            Check(await vm.Close());
        });
        using var host = new GuestHost([program], pes: pes);
        host.RunAndAccount();
        Assert.That(host.Hypervisor.Leaks, Is.Empty);
        return reasons;
    }
}
