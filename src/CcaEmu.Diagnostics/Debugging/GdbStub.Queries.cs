using System.Globalization;
using System.Text;
using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Worlds;

namespace CcaEmu.Diagnostics.Debugging;

// What GDB asks for by name: features, threads, monitor commands.
internal sealed partial class GdbStub
{
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
            case "qThreadExtraInfo": return TryThread(rest, out int pe) ? GdbText.ToHex(NameOf(Session.Pes[pe])) : GdbText.Error(ErrorBadPacket);
            case "qXfer": return Transfer(rest);
            case "qRcmd": return RunMonitorCommand(rest);
            default: return "";
        }
    }

    private string RunMonitorCommand(string hex)
    {
        if (!GdbText.TryBytes(hex, out byte[] bytes))
            return GdbText.Error(ErrorBadPacket);
        string output = _monitor.Run(Encoding.UTF8.GetString(bytes), Session, Pe);
        foreach (char[] part in output.Chunk(GdbHost.MaxPacketBytes / 8))
            SendText(new string(part));
        return "OK";
    }

    private string Transfer(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length != 4 || parts[1] != "read" || !TryRange(parts[3], out ulong offset, out int length))
            return GdbText.Error(ErrorBadPacket);
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
}
