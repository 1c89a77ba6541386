using System.Globalization;

namespace CcaEmu.Diagnostics.Debugging;

// How the machine is set going: steps, continues, threads.
internal sealed partial class GdbStub
{
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
                return Answer(GdbText.Error(ErrorBadPacket));
            bool isStep = parts[0][0] is 's' or 'S';
            if (first is null || (isStep && first.Value.Kind == ResumeKind.Continue))
                first = isStep ? new Resume(ResumeKind.Step, pe) : new Resume(ResumeKind.Continue);
        }
        return first;
    }

    // Where there is no way back the machine has not moved, and what lies before it cannot be had: GDB's word for that ends its stepping, too.
    private Resume? GoBack(ResumeKind kind)
    {
        if (Session.Current.NoWayBack is not { } reason)
            return new Resume(kind, _selectedToResume);
        SendText($"going back is not possible: {reason}\n");
        return Answer(string.Create(CultureInfo.InvariantCulture, $"T05thread:{_selected + 1:x};replaylog:begin;"));
    }

    // c, s, and with a signal, which a machine without an operating system has no use for, Cxx and Sxx.
    private static bool IsAction(string action) =>
        action is "c" or "s" || (action is ['C' or 'S', _, _] && GdbText.TryHex(action[1..], out _));

    // c, s [ADDRESS]; Cxx, Sxx [;ADDRESS].
    private Resume? ResumeBy(string text)
    {
        bool hasSignal = text[0] is 'C' or 'S';
        string action = hasSignal ? text[..Math.Min(3, text.Length)] : text[..1];
        string address = text[action.Length..];
        if (hasSignal && address.Length > 0)
            address = address[0] == ';' && address.Length > 1 ? address[1..] : "?";
        ulong pc = 0;
        if (!IsAction(action) || (address.Length > 0 && !GdbText.TryHex(address, out pc)))
            return Answer(GdbText.Error(ErrorBadPacket));
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
            return GdbText.Error(ErrorBadPacket);
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
        if (!GdbText.TryHex(text, out ulong thread) || thread == 0 || thread > (ulong)Session.Pes.Count)
            return false;
        pe = (int)thread - 1;
        return true;
    }
}
