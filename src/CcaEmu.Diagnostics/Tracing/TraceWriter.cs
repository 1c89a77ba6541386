using System.Globalization;
using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Diagnostics.Worlds;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;

namespace CcaEmu.Diagnostics.Tracing;

/// <summary>Writes what happens as text, one line an event.</summary>
/// <remarks>
/// <para>A line holds virtual time in microseconds, PE, world and level, and the event. A call that returns before anything else is
/// shown stays on one line with its result and its cost; otherwise the call has a line, and its return another.</para>
/// <para>Listens to a <see cref="CallLedger"/> for calls and to an <see cref="ExceptionHistory"/> for exceptions. It reads registers
/// only, so that a traced run is the same run as one that is not.</para>
/// </remarks>
public sealed class TraceWriter : ICallObserver, IExceptionObserver
{
    private readonly TextWriter _output;
    private readonly TraceKinds _kinds;
    private readonly Symbolizer? _symbolizer;
    private string? _heldLine;
    private CallRecord _heldCall;

    /// <summary>A trace.</summary>
    /// <param name="output">Where lines go; flushed by <see cref="Flush"/> only.</param>
    /// <param name="kinds">What is shown.</param>
    /// <param name="symbolizer">Names addresses of the Realm's code, if it can.</param>
    public TraceWriter(TextWriter output, TraceKinds kinds, Symbolizer? symbolizer = null)
    {
        _output = output;
        _kinds = kinds;
        _symbolizer = symbolizer;
    }

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (!Shows(call.Interface))
            return;
        Release();
        _heldLine = Head(pe.Index, call.StartCycles, call.CallerState, call.CallerLevel) + call.DescribeCall();
        _heldCall = call;
        if (call.Outcome == CallOutcome.OneWay)
            Release();
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        if (!Shows(call.Interface))
            return;
        string result = string.Create(
            CultureInfo.InvariantCulture, $" → {call.DescribeResult()}  [{call.EndCycles - call.StartCycles} cycles]");
        bool held = _heldLine is not null && _heldCall.StartCycles == call.StartCycles && _heldCall.PeIndex == call.PeIndex
            && _heldCall.CallerLevel == call.CallerLevel && _heldCall.CallerState == call.CallerState;
        string line = held ? _heldLine! : Head(pe.Index, call.EndCycles, call.CallerState, call.CallerLevel) + call.Name;
        if (held)
            _heldLine = null;
        Release();
        _output.Write(line);
        _output.WriteLine(result);
    }

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionRecord exception)
    {
        if ((_kinds & TraceKinds.Exception) == 0 || exception.IsSmc)
            return;
        Release();
        _output.Write(Head(pe.Index, exception.ModelledCycles, exception.SourceState, exception.Source));
        _output.WriteLine(exception.Describe(_symbolizer));
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        if ((_kinds & TraceKinds.Eret) == 0)
            return;
        Release();
        _output.Write(Head(pe.Index, pe.ModelledCycles, fromState, from));
        string name = pe.CurrentLevel < ExceptionLevel.EL2 && _symbolizer?.Invoke(pe.PC) is { } symbol ? $" <{symbol}>" : "";
        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"ERET to {WorldNames.Of(pe.SecurityState, pe.CurrentLevel)} PC=0x{pe.PC:X}{name}"));
    }

    /// <summary>Writes out what has been kept back, and flushes the output. To be called when the run is over.</summary>
    public void Flush()
    {
        Release();
        _output.Flush();
    }

    private bool Shows(CallInterface @interface) => (_kinds & TraceKinds.Smc) != 0 || (_kinds & @interface switch
    {
        CallInterface.Rmi => TraceKinds.Rmi,
        CallInterface.Rsi => TraceKinds.Rsi,
        CallInterface.Psci => TraceKinds.Psci,
        _ => TraceKinds.None,
    }) != 0;

    private static string Head(int pe, ulong modelledCycles, SecurityState state, ExceptionLevel level) => string.Create(
        CultureInfo.InvariantCulture,
        $"{VirtualClock.NanosecondsAt(modelledCycles) / 1000,12:F3}us PE{pe} {WorldNames.Of(state, level),-6} ");

    /// <summary>Writes a line about a reset of the board, whatever kinds are shown: what comes after it is another boot.</summary>
    /// <param name="cause">Who asked for it.</param>
    /// <param name="modelledCycles">When.</param>
    public void OnReset(ResetCause cause, ulong modelledCycles)
    {
        Release();
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{VirtualClock.NanosecondsAt(modelledCycles) / 1000,12:F3}us board reset by {cause.Describe()}"));
    }

    private void Release()
    {
        if (_heldLine is not null)
            _output.WriteLine(_heldLine);
        _heldLine = null;
    }
}
