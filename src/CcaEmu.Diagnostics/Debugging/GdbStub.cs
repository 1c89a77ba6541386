using System.Globalization;
using System.Text;
using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Worlds;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Answers GDB's packets while the machine stands still.</summary>
/// <remarks>
/// GDB manual, "GDB Remote Serial Protocol". A thread is a PE: thread 1 is PE 0. A packet that is not known is answered with an empty one, as the protocol
/// has it, and one that is malformed with an error; neither disturbs the machine.
/// </remarks>
internal sealed class GdbStub : IDebugClient
{
    private const int ErrorBadPacket = 22, ErrorFault = 14;

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
            case 'T': return Answer(TryThread(text[1..], out _) ? "OK" : Error(ErrorBadPacket));
            case 'g': return Answer(_registers!.ReadGeneral(Pe));
            case 'G': return Answer(WriteGeneral(text[1..]));
            case 'p': return Answer(TryHex(text[1..], out ulong number) && number < int.MaxValue ? _registers!.Read(Pe, (int)number) ?? Error(ErrorBadPacket) : Error(ErrorBadPacket));
            case 'P': return Answer(WriteRegister(text[1..]));
            case 'm': return Answer(ReadMemory(text[1..]));
            case 'M': return Answer(WriteMemory(text[1..], packet, isBinary: false));
            case 'X': return Answer(WriteMemory(text[1..], packet, isBinary: true));
            case 'Z' or 'z': return Answer(ChangePoint(text));
            case 'c' or 'C' or 's' or 'S': return ResumeBy(text);
            case 'b' when text == "bs": return new Resume(ResumeKind.ReverseStep, _selectedToResume);
            case 'b' when text == "bc": return new Resume(ResumeKind.ReverseContinue);
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

    // An answer that was given otherwise.
    private const string Sent = "\0";

    private static string Error(int number) => string.Create(CultureInfo.InvariantCulture, $"E{number:x2}");

    private Resume? HandleMultiLetter(string text)
    {
        if (text == "vCont?")
            return Answer("vCont;c;C;s;S");
        if (text.StartsWith("vKill", StringComparison.Ordinal))
        {
            Answer("OK");
            return new Resume(ResumeKind.Kill);
        }
        if (!text.StartsWith("vCont;", StringComparison.Ordinal))
            return Answer("");
        // The machine is deterministic: PEs run in its own order, and a step is one of the PE that it is asked of.
        Resume? first = null;
        foreach (string action in text[6..].Split(';'))
        {
            string[] parts = action.Split(':');
            int pe = _selectedToResume;
            if (parts.Length > 2 || !IsAction(parts[0]) || (parts.Length == 2 && !TryThread(parts[1], out pe)))
                return Answer(Error(ErrorBadPacket));
            bool isStep = parts[0][0] is 's' or 'S';
            if (first is null || (isStep && first.Value.Kind == ResumeKind.Continue))
                first = isStep ? new Resume(ResumeKind.Step, pe) : new Resume(ResumeKind.Continue);
        }
        return first;
    }

    // c, s, and with a signal, which a machine without an operating system has no use for, Cxx and Sxx.
    private static bool IsAction(string action) =>
        action is "c" or "s" || (action is ['C' or 'S', _, _] && TryHex(action[1..], out _));

    // c, s [ADDRESS]; Cxx, Sxx [;ADDRESS].
    private Resume? ResumeBy(string text)
    {
        bool hasSignal = text[0] is 'C' or 'S';
        string action = hasSignal ? text[..Math.Min(3, text.Length)] : text[..1];
        string address = text[action.Length..];
        if (hasSignal && address.Length > 0)
            address = address[0] == ';' && address.Length > 1 ? address[1..] : "?";
        ulong pc = 0;
        if (!IsAction(action) || (address.Length > 0 && !TryHex(address, out pc)))
            return Answer(Error(ErrorBadPacket));
        if (address.Length > 0)
        {
            int index = _selectedToResume;
            Session.Intervene(pes => pes[index].PC = pc);
        }
        return text[0] is 's' or 'S' ? new Resume(ResumeKind.Step, _selectedToResume) : new Resume(ResumeKind.Continue);
    }

    private string SelectThread(string text)
    {
        if (text.Length < 3 || text[1] is not ('g' or 'c') || !TryThread(text[2..], out int pe))
            return Error(ErrorBadPacket);
        if (text[1] == 'g')
            _selected = pe;
        else
            _selectedToResume = pe;
        return "OK";
    }

    // 0 and -1 stand for any.
    private bool TryThread(string text, out int pe)
    {
        pe = _selected;
        if (text is "0" or "-1")
            return true;
        if (!TryHex(text, out ulong thread) || thread == 0 || thread > (ulong)Session.Pes.Count)
            return false;
        pe = (int)thread - 1;
        return true;
    }

    private string WriteGeneral(string hex)
    {
        if (!TryBytes(hex, out byte[] values))
            return Error(ErrorBadPacket);
        bool ok = false;
        int index = _selected;
        Session.Intervene(pes => ok = _registers!.WriteGeneral(pes[index], values));
        return ok ? "OK" : Error(ErrorBadPacket);
    }

    private string WriteRegister(string text)
    {
        string[] parts = text.Split('=');
        if (parts.Length != 2 || !TryHex(parts[0], out ulong number) || number > int.MaxValue || !TryBytes(parts[1], out byte[] value))
            return Error(ErrorBadPacket);
        bool ok = false;
        int index = _selected;
        Session.Intervene(pes => ok = _registers!.Write(pes[index], (int)number, value));
        return ok ? "OK" : Error(ErrorBadPacket);
    }

    private string ReadMemory(string text)
    {
        if (!TryRange(text, out ulong address, out int length))
            return Error(ErrorBadPacket);
        byte[] bytes = new byte[length];
        int read = PhysicalView.Read(Pe, address, _monitor.SpaceOf(Session.Current), bytes);
        return read == 0 && length != 0 ? Error(ErrorFault) : Convert.ToHexStringLower(bytes.AsSpan(0, read));
    }

    private string WriteMemory(string text, byte[] packet, bool isBinary)
    {
        int colon = text.IndexOf(':');
        if (colon < 0 || !TryRange(text[..colon], out ulong address, out int length))
            return Error(ErrorBadPacket);
        byte[]? bytes = isBinary ? packet[(colon + 2)..] : TryBytes(text[(colon + 1)..], out byte[] parsed) ? parsed : null;
        if (bytes is null || bytes.Length != length)
            return Error(ErrorBadPacket);
        if (length == 0)
            return "OK";
        bool ok = false;
        int index = _selected;
        PhysicalSpace? space = _monitor.SpaceOf(Session.Current);
        Session.Intervene(pes => ok = PhysicalView.Write(pes[index], address, space, bytes));
        return ok ? "OK" : Error(ErrorFault);
    }

    private string ChangePoint(string text)
    {
        string[] parts = text.Length > 2 ? text[1..].Split(';')[0].Split(',') : [];
        if (parts.Length != 3 || parts[0] is not [>= '0' and <= '4' and var digit] || !TryHex(parts[1], out ulong address) || !TryHex(parts[2], out ulong length))
            return Error(ErrorBadPacket);
        var kind = (DebugPointKind)(digit - '0');
        if (text[0] == 'z')
            Session.Remove(kind, address);
        else if (kind >= DebugPointKind.WriteWatchpoint && length is 0 or > GdbHost.MaxPacketBytes)
            return Error(ErrorBadPacket);
        else
            Session.Add(new DebugPoint(kind, address, length, _monitor.ScopeOf(address)));
        return "OK";
    }

    private string Query(string text)
    {
        int end = text.IndexOfAny([':', ',', ';']);
        string name = end < 0 ? text : text[..end];
        string rest = end < 0 ? "" : text[(end + 1)..];
        switch (name)
        {
            case "qSupported":
                return $"PacketSize={GdbHost.MaxPacketBytes:x};qXfer:features:read+;qXfer:threads:read+;QStartNoAckMode+;vContSupported+;swbreak+;hwbreak+;ReverseStep+;ReverseContinue+";
            case "QStartNoAckMode":
                Send("OK");
                _connection!.Acknowledges = false;
                return Sent;
            case "qAttached": return "1";
            case "qC": return string.Create(CultureInfo.InvariantCulture, $"QC{_selected + 1:x}");
            case "qfThreadInfo": return "m" + string.Join(',', Session.Pes.Select(pe => (pe.Index + 1).ToString("x", CultureInfo.InvariantCulture)));
            case "qsThreadInfo": return "l";
            case "qThreadExtraInfo": return TryThread(rest, out int pe) ? ToHex(NameOf(Session.Pes[pe])) : Error(ErrorBadPacket);
            case "qXfer": return Transfer(rest);
            case "qRcmd": return RunMonitorCommand(rest);
            default: return "";
        }
    }

    private string RunMonitorCommand(string hex)
    {
        if (!TryBytes(hex, out byte[] bytes))
            return Error(ErrorBadPacket);
        string output = _monitor.Run(Encoding.UTF8.GetString(bytes), Session, Pe);
        foreach (char[] part in output.Chunk(GdbHost.MaxPacketBytes / 8))
            SendText(new string(part));
        return "OK";
    }

    private void SendText(string text) => Send("O" + ToHex(text));

    private string Transfer(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length != 4 || parts[1] != "read" || !TryRange(parts[3], out ulong offset, out int length))
            return Error(ErrorBadPacket);
        byte[]? document = (parts[0], parts[2]) switch
        {
            ("features", "target.xml") => _registers!.Description,
            ("threads", "") => Encoding.UTF8.GetBytes(DescribeThreads()),
            _ => null,
        };
        if (document is null)
            return "E00";
        if (offset >= (ulong)document.Length)
            return "l";
        int part = Math.Min(length, document.Length - (int)offset);
        byte[] reply = [(byte)((int)offset + part == document.Length ? 'l' : 'm'), .. document.AsSpan((int)offset, part)];
        _connection!.Send(reply);
        return Sent;
    }

    private string DescribeThreads()
    {
        var xml = new StringBuilder("<?xml version=\"1.0\"?><threads>");
        foreach (ProcessingElement pe in Session.Pes)
            xml.Append(CultureInfo.InvariantCulture, $"<thread id=\"{pe.Index + 1:x}\" core=\"{pe.Index}\" name=\"{NameOf(pe)}\"/>");
        return xml.Append("</threads>").ToString();
    }

    private string NameOf(ProcessingElement pe)
    {
        string where = WorldNames.Of(pe.SecurityState, pe.CurrentLevel);
        string rec = pe.SecurityState == SecurityState.Realm && Session.Recs.RecOn(pe) is { } name ? $" {name}" : "";
        string kind = pe.AtManagedLayer ? " (managed layer)" : pe.WaitingForInterrupt ? " (asleep)" : "";
        return $"PE{pe.Index} {where}{rec}{kind}";
    }

    private static bool TryRange(string text, out ulong address, out int length)
    {
        string[] parts = text.Split(',');
        length = 0;
        address = 0;
        if (parts.Length != 2 || !TryHex(parts[0], out address) || !TryHex(parts[1], out ulong wanted) || wanted > GdbHost.MaxPacketBytes)
            return false;
        // Two digits a byte have to fit in a packet.
        length = (int)Math.Min(wanted, GdbHost.MaxPacketBytes / 2 - 1);
        return true;
    }

    private static bool TryHex(string text, out ulong value) => ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    private static bool TryBytes(string hex, out byte[] bytes)
    {
        bool ok = hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit);
        bytes = ok ? Convert.FromHexString(hex) : [];
        return ok;
    }

    private void Send(string text) => _connection?.Send(Encoding.Latin1.GetBytes(text));

    private static string ToHex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
}
