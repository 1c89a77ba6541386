using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CcaEmu.Cli.Tests.Debugging;

/// <summary>The other side of GDB's protocol, as much of it as tests need.</summary>
internal sealed class GdbClient : IDisposable
{
    private readonly TcpClient _client = new() { ReceiveTimeout = 60_000, NoDelay = true };
    private readonly NetworkStream _stream;

    public GdbClient(IPEndPoint endpoint)
    {
        _client.Connect(endpoint);
        _stream = _client.GetStream();
    }

    /// <summary>Sends a packet and gives the answer; what the stub prints in between goes to <see cref="Printed"/>.</summary>
    public string Ask(string packet)
    {
        Send(packet);
        return Receive();
    }

    public StringBuilder Printed { get; } = new();

    public void Send(string packet) => SendRaw(Frame(packet));

    /// <summary>A packet with its sum.</summary>
    public static string Frame(string packet) => string.Create(CultureInfo.InvariantCulture, $"${packet}#{packet.Sum(c => c) & 0xFF:x2}");

    public void SendRaw(string text) => SendRaw(Encoding.Latin1.GetBytes(text));

    public void SendRaw(byte[] bytes) => _stream.Write(bytes);

    /// <summary>The next packet that is not console output; acknowledgements are passed over.</summary>
    public string Receive()
    {
        while (true)
        {
            int b;
            do
                b = ReadByte();
            while (b != '$');
            var text = new StringBuilder();
            while ((b = ReadByte()) != '#')
                text.Append((char)(b == '}' ? ReadByte() ^ 0x20 : b));
            ReadByte();
            ReadByte();
            _stream.WriteByte((byte)'+');
            string packet = text.ToString();
            if (packet.Length < 3 || packet[0] != 'O' || packet == "OK")
                return packet;
            Printed.Append(Encoding.UTF8.GetString(Convert.FromHexString(packet[1..])));
        }
    }

    /// <summary>The next byte as it comes.</summary>
    public int ReadByte() => _stream.ReadByte() is >= 0 and var b ? b : throw new EndOfStreamException("the stub has closed the connection");

    public string Monitor(string command)
    {
        Printed.Clear();
        Assert.That(Ask("qRcmd," + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(command))), Is.EqualTo("OK"));
        return Printed.ToString();
    }

    /// <summary>A register of 64 bits or fewer by its number.</summary>
    public ulong Register(int number)
    {
        byte[] bytes = Convert.FromHexString(Ask($"p{number:x}"));
        ulong value = 0;
        for (int i = 0; i < bytes.Length; i++)
            value |= (ulong)bytes[i] << (8 * i);
        return value;
    }

    public ulong Pc => Register(32);

    public void Dispose() => _client.Dispose();
}
