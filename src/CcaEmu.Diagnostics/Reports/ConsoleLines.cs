using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Reports;

/// <summary>Makes lines of the bytes that a guest prints.</summary>
/// <param name="take">Takes each line when it is whole.</param>
internal sealed class ConsoleLines(Action<ConsoleLine> take)
{
    private const int MostLineBytes = 512;

    private readonly List<byte> _line = [];
    private ulong _start;

    /// <summary>The machine's time: that of the PE that is furthest.</summary>
    public static ulong Now(Machine.Machine machine)
    {
        ulong now = 0;
        foreach (ProcessingElement pe in machine.Pes)
            now = Math.Max(now, pe.ModelledCycles);
        return now;
    }

    /// <summary>Takes a byte.</summary>
    public void Take(byte value, ulong now)
    {
        if (_line.Count == 0)
            _start = now;
        if (value == (byte)'\n' || _line.Count == MostLineBytes)
        {
            EndLine();
            _start = now;
        }
        if (value != (byte)'\n')
            _line.Add(value);
    }

    /// <summary>Nothing more is printed: a line that was begun is one.</summary>
    public void End()
    {
        if (_line.Count > 0)
            EndLine();
    }

    private void EndLine()
    {
        string text = System.Text.Encoding.UTF8.GetString([.. _line]);
        _line.Clear();
        take(new ConsoleLine(_start, string.Concat(text.Select(c => char.IsControl(c) && c != '\t' ? '·' : c))));
    }
}
