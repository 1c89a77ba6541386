using CcaEmu.Arm;
using CcaEmu.Cli.Options;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine;

namespace CcaEmu.Cli.Tests;

/// <summary>What a run says when its board is reset.</summary>
public sealed class ResetRunTests
{
    [Test]
    public void A_board_that_resets_itself_again_and_again_fails_the_run_in_one_line_that_says_who_and_how_to_allow_more()
    {
        EmulationResult result = Run(resets: int.MaxValue, maxResets: 2, out int happened);
        Assert.That((result.Status, result.ExitCode, happened), Is.EqualTo((RunStatus.Failed, ExitCodes.Failed, 2)));
        Assert.That(result.Reason, Is.EqualTo("the SP805 watchdog reset the board again after 2 resets; --max-resets lets it be reset more often"));
    }

    [Test]
    public void As_many_resets_as_are_allowed_leave_the_run_as_it_is()
    {
        EmulationResult result = Run(resets: 2, maxResets: 2, out int happened);
        Assert.That((result.Status, result.ExitCode, happened), Is.EqualTo((RunStatus.Passed, ExitCodes.Passed, 2)), result.Reason);
    }

    private static EmulationResult Run(int resets, int maxResets, out int happened)
    {
        var request = new RunRequest { ImagePath = Images.Path("hello"), MemoryBytes = 4 << 20, MaxResets = maxResets, MaxInstructions = 10_000_000 };
        Assert.That(RequestedImage.TryLoad(request, out RealmLaunch? launch, out string? bad), bad);
        var button = new Button(resets);
        using var emulation = new Emulation(request, launch!, _ => { }, button);
        button.Machine = emulation.Machine;
        EmulationResult result = emulation.Run(CancellationToken.None);
        happened = emulation.Machine.ResetCount;
        return result;
    }

    /// <summary>Resets the board when a realm's code is about to run.</summary>
    private sealed class Button(int times) : IPeObserver
    {
        private int _left = times;

        public Machine.Machine? Machine { get; set; }

        public void OnException(ProcessingElement pe, in ExceptionTaken taken)
        {
        }

        public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
        {
            if (_left == 0 || pe.SecurityState != SecurityState.Realm || pe.CurrentLevel != ExceptionLevel.EL1)
                return;
            _left--;
            Machine!.RequestReset(ResetCause.Watchdog);
        }
    }
}
