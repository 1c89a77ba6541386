using System.Globalization;
using System.Text;
using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Answers GDB's packets while the machine stands still.</summary>
/// <remarks>
/// GDB manual, "GDB Remote Serial Protocol". A thread is a PE: thread 1 is PE 0. A packet that is not known is answered with an empty one, as the protocol
/// has it, and one that is malformed with an error; neither disturbs the machine.
/// </remarks>
internal sealed partial class GdbStub : IDebugClient
{
    private const int ErrorBadPacket = 22, ErrorFault = 14;

    // An answer that was given otherwise.
    private const string Sent = "\0";

    private readonly IGdbListener _listener;
    private readonly CancellationToken _cancelled;
    private readonly MonitorCommands _monitor;
    private IGdbConnection? _connection;
    private GdbRegisters? _registers;
    private int _selected, _selectedToResume;
    private string _lastStop = "S05";

    /// <param name="listener">Where connections come from.</param>
    /// <param name="waitsAtStart">Whether the machine does nothing before a debugger has come.</param>
    /// <param name="inspections">Answers monitor commands that this stub does not know.</param>
    /// <param name="cancelled">Cancelled when the user wants the run to end.</param>
    public GdbStub(IGdbListener listener, bool waitsAtStart, IReadOnlyList<IMonitorCommand> inspections, CancellationToken cancelled)
    {
        (_listener, WaitsAtStart, _cancelled) = (listener, waitsAtStart, cancelled);
        _monitor = new MonitorCommands(inspections);
    }

    /// <summary>The session it decides for; set before anything runs.</summary>
    public DebugSession Session { get; set; } = null!;

    /// <inheritdoc/>
    public bool WaitsAtStart { get; private set; }

    /// <inheritdoc/>
    public bool WantsToStop => _listener.HasNew || _connection?.TakeInterrupt() == true;

    /// <summary>Tells GDB that the run is over.</summary>
    /// <param name="exitCode">The exit code of the process.</param>
    public void Exit(int exitCode) => Send(string.Create(CultureInfo.InvariantCulture, $"W{exitCode & 0xFF:x2}"));

    /// <inheritdoc/>
    public Resume OnStop(ProcessingElement pe, in StopEvent why)
    {
        bool wasConnected = _connection is { IsClosed: false };
        if (!TryConnect())
            return new Resume(ResumeKind.Kill);
        WaitsAtStart = false;
        _registers ??= new GdbRegisters(pe.Features);
        _selected = _selectedToResume = pe.Index;
        _lastStop = string.Create(CultureInfo.InvariantCulture, $"T{why.Signal:x2}thread:{pe.Index + 1:x};{why.Words}");
        if (wasConnected)
        {
            if (why.Message is { } message)
                SendText($"{message}\n");
            Send(_lastStop);
        }
        return Serve();
    }

    // False where the user ends the run first.
    private bool TryConnect()
    {
        try
        {
            if (_connection is null or { IsClosed: true } || _listener.HasNew)
            {
                _connection = _listener.WaitForNew(_cancelled);
                _monitor.Reset();
                Session.Attach();
            }
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private Resume Serve()
    {
        while (true)
        {
            byte[]? packet;
            try
            {
                packet = _connection!.Receive(_cancelled);
            }
            catch (OperationCanceledException)
            {
                return new Resume(ResumeKind.Kill);
            }
            if (packet is null)
            {
                Forget();
                return new Resume(ResumeKind.Detach);
            }
            if (Handle(packet) is { } resume)
                return resume;
        }
    }

    // Who has gone leaves nothing behind.
    private void Forget()
    {
        _connection = null;
        foreach (DebugPoint point in Session.Points.ToArray())
            Session.Remove(point.Kind, point.Address);
        Session.ClearCatches();
    }

    private Resume? Handle(byte[] packet)
    {
        if (packet.Length == 0)
            return Answer("");
        string text = Encoding.Latin1.GetString(packet);
        switch (text[0])
        {
            case '?': return Answer(_lastStop);
            case '!': return Answer("OK");
            case 'H': return Answer(SelectThread(text));
            case 'T': return Answer(TryThread(text[1..], out _) ? "OK" : GdbText.Error(ErrorBadPacket));
            case 'g': return Answer(_registers!.ReadGeneral(Pe));
            case 'G': return Answer(WriteGeneral(text[1..]));
            case 'p': return Answer(GdbText.TryHex(text[1..], out ulong number) && number < int.MaxValue ? _registers!.Read(Pe, (int)number) ?? GdbText.Error(ErrorBadPacket) : GdbText.Error(ErrorBadPacket));
            case 'P': return Answer(WriteRegister(text[1..]));
            case 'm': return Answer(ReadMemory(text[1..]));
            case 'M': return Answer(WriteMemory(text[1..], packet, isBinary: false));
            case 'X': return Answer(WriteMemory(text[1..], packet, isBinary: true));
            case 'Z' or 'z': return Answer(ChangePoint(text));
            case 'c' or 'C' or 's' or 'S': return ResumeBy(text);
            case 'b' when text == "bs": return GoBack(ResumeKind.ReverseStep);
            case 'b' when text == "bc": return GoBack(ResumeKind.ReverseContinue);
            case 'k' when text == "k": return new Resume(ResumeKind.Kill);
            case 'D' when text == "D" || text.StartsWith("D;", StringComparison.Ordinal):
                Answer("OK");
                Forget();
                return new Resume(ResumeKind.Detach);
            case 'v': return HandleMultiLetter(text);
            case 'q' or 'Q': return Answer(Query(text));
            default: return Answer("");
        }
    }

    private ProcessingElement Pe => Session.Pes[_selected];

    private Resume? Answer(string reply)
    {
        if (reply != Sent)
            Send(reply);
        return null;
    }

    private void SendText(string text) => Send("O" + GdbText.ToHex(text));

    private void Send(string text) => _connection?.Send(Encoding.Latin1.GetBytes(text));
}
