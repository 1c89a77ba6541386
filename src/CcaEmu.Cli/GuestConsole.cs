namespace CcaEmu.Cli;

/// <summary>Brings what the guest prints to standard output, byte by byte and line by line.</summary>
/// <param name="output">Standard output.</param>
/// <param name="clock">Host time.</param>
internal sealed class GuestConsole(Stream output, HostClock clock)
{
    private readonly byte[] _line = new byte[1024];
    private int _length;
    private bool _gone;

    /// <summary>Host time of the first character in milliseconds since the program began; null before it.</summary>
    public double? FirstCharacterMilliseconds { get; private set; }

    /// <summary>Whether the last byte ended a line; true before the first.</summary>
    public bool AtLineStart { get; private set; } = true;

    /// <summary>Takes one byte.</summary>
    /// <param name="value">Any byte; nothing is translated.</param>
    public void Write(byte value)
    {
        FirstCharacterMilliseconds ??= clock.ElapsedMilliseconds;
        _line[_length++] = value;
        AtLineStart = value == (byte)'\n';
        if (AtLineStart || _length == _line.Length)
            Flush();
    }

    /// <summary>Brings out what has been kept back. A reader that has gone away is no error of the guest's.</summary>
    public void Flush()
    {
        int length = _length;
        _length = 0;
        if (_gone || length == 0)
            return;
        try
        {
            output.Write(_line, 0, length);
            output.Flush();
        }
        catch (IOException)
        {
            _gone = true;
        }
    }
}
