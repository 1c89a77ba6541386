using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CcaEmu.Diagnostics.Debugging;

namespace CcaEmu.Cli.Debugging;

/// <summary>GDB's remote serial protocol on a stream: packets, checksums, acknowledgements.</summary>
/// <remarks>
/// GDB manual, appendix "GDB Remote Serial Protocol", Overview. A thread of its own reads, so that an interrupt is noticed while the machine runs. What is no
/// packet is passed over; one that is damaged or too long is asked for again, and never reaches the machine.
/// </remarks>
internal sealed class GdbConnection : IGdbConnection, IDisposable
{
    private const int MaxPacketBytes = GdbHost.MaxPacketBytes;
    private const byte Interrupt = 0x03;
    private const int MaxWaiting = 64;

    private readonly Stream _stream;
    private readonly BlockingCollection<byte[]> _packets = new(MaxWaiting);
    private readonly Lock _writing = new();
    private volatile bool _interrupted, _acknowledges = true;

    public GdbConnection(Stream stream)
    {
        _stream = stream;
        new Thread(Read) { IsBackground = true, Name = "gdb" }.Start();
    }

    /// <inheritdoc/>
    public bool IsClosed => _packets.IsCompleted;

    /// <inheritdoc/>
    public bool Acknowledges
    {
        set => _acknowledges = value;
    }

    /// <inheritdoc/>
    public bool TakeInterrupt()
    {
        if (!_interrupted)
            return false;
        _interrupted = false;
        return true;
    }

    /// <inheritdoc/>
    public byte[]? Receive(CancellationToken cancelled)
    {
        try
        {
            return _packets.TryTake(out byte[]? packet, Timeout.Infinite, cancelled) ? packet : null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> content)
    {
        var framed = new List<byte>(content.Length + 4) { (byte)'$' };
        foreach (byte b in content)
        {
            if (b is (byte)'$' or (byte)'#' or (byte)'}' or (byte)'*')
            {
                framed.Add((byte)'}');
                framed.Add((byte)(b ^ 0x20));
            }
            else
            {
                framed.Add(b);
            }
        }
        int sum = framed.Skip(1).Sum(b => b) & 0xFF;
        framed.AddRange(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"#{sum:x2}")));
        Write([.. framed]);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Write(byte[] bytes)
    {
        try
        {
            lock (_writing)
                _stream.Write(bytes);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or NotSupportedException)
        {
            // The other side has gone, or has not read for long: closed, the reader notices too, and says so.
            _stream.Dispose();
        }
    }

    private void Read()
    {
        var packet = new List<byte>();
        try
        {
            var input = new BufferedStream(_stream, MaxPacketBytes);
            while (input.ReadByte() is >= 0 and var first)
            {
                if (first == Interrupt)
                    _interrupted = true;
                else if (first == '$' && !TryReadPacket(input, packet))
                    return;
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or NotSupportedException)
        {
            // Gone in the middle of something.
        }
        finally
        {
            _packets.CompleteAdding();
        }
    }

    // False at the end of the stream.
    private bool TryReadPacket(BufferedStream input, List<byte> packet)
    {
        packet.Clear();
        int sum = 0;
        bool tooLong = false;
        while (true)
        {
            int b = input.ReadByte();
            if (b < 0)
                return false;
            if (b == '#')
                break;
            if (b == '$')
            {
                // A new packet begins before the last one's end: that one was cut off.
                packet.Clear();
                (sum, tooLong) = (0, false);
                continue;
            }
            sum += b;
            if (b == '}')
            {
                b = input.ReadByte();
                if (b < 0)
                    return false;
                sum += b;
                b ^= 0x20;
            }
            tooLong |= packet.Count == MaxPacketBytes;
            if (!tooLong)
                packet.Add((byte)b);
        }
        int high = HexDigit(input.ReadByte()), low = HexDigit(input.ReadByte());
        bool good = !tooLong && high >= 0 && low >= 0 && high * 16 + low == (sum & 0xFF);
        if (_acknowledges)
            Write([good ? (byte)'+' : (byte)'-']);
        if (good)
            _packets.Add([.. packet]);
        return true;
    }

    private static int HexDigit(int c) => c is >= 0 and < 128 && char.IsAsciiHexDigit((char)c) ? Convert.ToInt32(((char)c).ToString(), 16) : -1;
}
