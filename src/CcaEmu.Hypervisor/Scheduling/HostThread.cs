using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Scheduling;

/// <summary>A thread of the host: a procedure that the scheduler of one PE goes on with whenever it can go on.</summary>
/// <remarks>Not preempted: it has its PE until it parks, but guests and SMCs run in between. No host thread stands behind it.</remarks>
internal sealed class HostThread
{
    private readonly Func<Script> _body;
    private Action? _self;
    private Action? _scheduler;
    private Func<bool>? _canGoOn;
    private Func<ulong?>? _deadline;
    private ExceptionDispatchInfo? _failure;

    /// <summary>A thread that has not begun.</summary>
    /// <param name="pe">Number of its PE.</param>
    /// <param name="group">What it belongs to; null for the host itself.</param>
    /// <param name="body">What it does.</param>
    public HostThread(int pe, object? group, Func<Script> body)
    {
        (Pe, Group, _body) = (pe, group, body);
        _self = () => _ = Main();
    }

    /// <summary>Number of its PE.</summary>
    public int Pe { get; }

    /// <summary>What it belongs to; null for the host itself.</summary>
    public object? Group { get; }

    /// <summary>Whether it runs a virtual CPU, with which others of its PE share by time slices.</summary>
    public bool RunsVcpu { get; set; }

    /// <summary>Whether it has come to its end.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Whether it waits for something.</summary>
    public bool IsParked => _self is not null && _canGoOn is not null;

    /// <summary>Whether it can go on.</summary>
    public bool IsReady => _self is not null && (_canGoOn is null || _canGoOn());

    /// <summary>When it can go on by time alone, as a value of the system counter; null where it cannot.</summary>
    public ulong? Deadline => _self is null ? null : _deadline?.Invoke();

    /// <summary>Gives the PE to other threads until something is so.</summary>
    /// <param name="canGoOn">Asked whenever the PE looks for something to do; null to let others have a turn only.</param>
    /// <param name="deadline">When the answer may change by time alone.</param>
    public ParkOperation Park(Func<bool>? canGoOn, Func<ulong?>? deadline = null)
    {
        (_canGoOn, _deadline) = (canGoOn, deadline);
        return new ParkOperation(this);
    }

    /// <summary>Ends the thread where it stands.</summary>
    public ParkOperation End()
    {
        IsEnded = true;
        return Park(static () => false);
    }

    /// <summary>Goes on with the thread; <c>await</c> ends when it parks.</summary>
    public SwitchOperation Switch() => new(this);

    // Never returns to who started it: its end is a last park.
    private async Script Main()
    {
        try
        {
            await _body();
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
        await End();
    }

    /// <summary>A thread parks.</summary>
    /// <param name="thread">The thread.</param>
    internal readonly struct ParkOperation(HostThread thread) : INotifyCompletion
    {
        /// <summary>Always false: others go on.</summary>
        public bool IsCompleted => false;

        /// <summary>For <c>await</c>.</summary>
        public ParkOperation GetAwaiter() => this;

        /// <summary>It goes on.</summary>
        public void GetResult()
        {
        }

        /// <inheritdoc/>
        public void OnCompleted(Action continuation)
        {
            thread._self = continuation;
            Action scheduler = thread._scheduler!;
            thread._scheduler = null;
            scheduler();
        }
    }

    /// <summary>The scheduler of a PE goes on with a thread.</summary>
    /// <param name="thread">The thread.</param>
    internal readonly struct SwitchOperation(HostThread thread) : INotifyCompletion
    {
        /// <summary>Always false.</summary>
        public bool IsCompleted => false;

        /// <summary>For <c>await</c>.</summary>
        public SwitchOperation GetAwaiter() => this;

        /// <summary>Throws what the thread ended with: a bug of whoever wrote it.</summary>
        public void GetResult() => thread._failure?.Throw();

        /// <inheritdoc/>
        public void OnCompleted(Action continuation)
        {
            thread._scheduler = continuation;
            Action self = thread._self!;
            (thread._self, thread._canGoOn, thread._deadline) = (null, null, null);
            self();
        }
    }
}
