namespace CcaEmu.Diagnostics.Debugging;

// Registers, memory, breakpoints and watchpoints.
internal sealed partial class GdbStub
{
    private string WriteGeneral(string hex)
    {
        if (!GdbText.TryBytes(hex, out byte[] values))
            return GdbText.Error(ErrorBadPacket);
        bool ok = false;
        int index = _selected;
        Session.Intervene(pes => ok = _registers!.WriteGeneral(pes[index], values));
        return ok ? "OK" : GdbText.Error(ErrorBadPacket);
    }

    private string WriteRegister(string text)
    {
        string[] parts = text.Split('=');
        if (parts.Length != 2 || !GdbText.TryHex(parts[0], out ulong number) || number > int.MaxValue || !GdbText.TryBytes(parts[1], out byte[] value))
            return GdbText.Error(ErrorBadPacket);
        bool ok = false;
        int index = _selected;
        Session.Intervene(pes => ok = _registers!.Write(pes[index], (int)number, value));
        return ok ? "OK" : GdbText.Error(ErrorBadPacket);
    }

    private string ReadMemory(string text)
    {
        if (!TryRange(text, out ulong address, out int length))
            return GdbText.Error(ErrorBadPacket);
        byte[] bytes = new byte[length];
        int read = PhysicalView.Read(Pe, address, _monitor.SpaceOf(Session.Current), bytes);
        return read == 0 && length != 0 ? GdbText.Error(ErrorFault) : Convert.ToHexStringLower(bytes.AsSpan(0, read));
    }

    private string WriteMemory(string text, byte[] packet, bool isBinary)
    {
        int colon = text.IndexOf(':');
        if (colon < 0 || !TryRange(text[..colon], out ulong address, out int length))
            return GdbText.Error(ErrorBadPacket);
        byte[]? bytes = isBinary ? packet[(colon + 2)..] : GdbText.TryBytes(text[(colon + 1)..], out byte[] parsed) ? parsed : null;
        if (bytes is null || bytes.Length != length)
            return GdbText.Error(ErrorBadPacket);
        if (length == 0)
            return "OK";
        bool ok = false;
        int index = _selected;
        PhysicalSpace? space = _monitor.SpaceOf(Session.Current);
        Session.Intervene(pes => ok = PhysicalView.Write(pes[index], address, space, bytes));
        return ok ? "OK" : GdbText.Error(ErrorFault);
    }

    private string ChangePoint(string text)
    {
        string[] parts = text.Length > 2 ? text[1..].Split(';')[0].Split(',') : [];
        if (parts.Length != 3 || parts[0] is not [>= '0' and <= '4' and var digit] || !GdbText.TryHex(parts[1], out ulong address) || !GdbText.TryHex(parts[2], out ulong length))
            return GdbText.Error(ErrorBadPacket);
        var kind = (DebugPointKind)(digit - '0');
        if (text[0] == 'z')
            Session.Remove(kind, address);
        else if (kind >= DebugPointKind.WriteWatchpoint && length is 0 or > GdbHost.MaxPacketBytes)
            return GdbText.Error(ErrorBadPacket);
        else
            Session.Add(new DebugPoint(kind, address, length, _monitor.ScopeOf(address)));
        return "OK";
    }

    private static bool TryRange(string text, out ulong address, out int length)
    {
        string[] parts = text.Split(',');
        length = 0;
        address = 0;
        if (parts.Length != 2 || !GdbText.TryHex(parts[0], out address) || !GdbText.TryHex(parts[1], out ulong wanted) || wanted > GdbHost.MaxPacketBytes)
            return false;
        // Two digits a byte have to fit in a packet.
        length = (int)Math.Min(wanted, GdbHost.MaxPacketBytes / 2 - 1);
        return true;
    }
}
