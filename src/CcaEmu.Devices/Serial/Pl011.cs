using CcaEmu.Memory;

namespace CcaEmu.Devices.Serial;

/// <summary>The PL011 UART. What is written to it reaches its sink at once; what is queued for it is received as its FIFO has room.</summary>
/// <remarks>
/// <para>PrimeCell UART (PL011) Technical Reference Manual (DDI 0183), revision r1p5: FIFOs of 32 characters.</para>
/// <para>Deviation: it sends and receives whatever UARTCR and the baud rate divisors say. Early boot code writes to UARTs that a boot loader
/// it never had would have switched on, and losing its characters would help nobody.</para>
/// <para>Characters take no time, so the transmit FIFO is always empty and a break or a framing error never comes.</para>
/// </remarks>
/// <param name="sink">Takes each character that is sent.</param>
public sealed class Pl011(Action<byte> sink) : IMmioDevice, IResettableDevice
{
    /// <summary>Size of the register window in bytes.</summary>
    public const ulong WindowBytes = 0x1000;

    private const int FifoDepth = 32;
    private const uint ResetControl = Pl011Registers.CR_TXE | Pl011Registers.CR_RXE;
    private const uint ResetFifoLevels = 0x12;
    private const uint InterruptMask = 0x7FF;
    private const ulong IdentificationBytes = 0xB105_F00D_0034_1011;

    private readonly Queue<byte> _backlog = new();
    private readonly Queue<byte> _received = new();
    private uint _ilpr, _ibrd, _fbrd, _lcrh, _imsc, _ris, _dmacr;
    private uint _cr = ResetControl;
    private uint _ifls = ResetFifoLevels;

    /// <summary>UARTINTR.</summary>
    public InterruptOutput Interrupt { get; } = new();

    /// <summary>Whether the interrupt output (UARTINTR) is asserted.</summary>
    public bool InterruptAsserted => (_ris & _imsc) != 0;

    /// <summary>Characters on their way to the guest that it has not read yet.</summary>
    public int PendingInput => _backlog.Count + _received.Count;

    /// <summary>Queues a character for the guest. The queue has no end: none is lost to an overrun.</summary>
    /// <param name="character">The character.</param>
    public void Enqueue(byte character)
    {
        _backlog.Enqueue(character);
        Receive();
        Drive();
    }

    /// <inheritdoc/>
    public ulong Read(ulong offset, int sizeBytes)
    {
        ulong part = RegisterBytes.Part(ReadWord(offset & ~3UL), offset, sizeBytes);
        Drive();
        return part;
    }

    /// <inheritdoc/>
    public void Write(ulong offset, int sizeBytes, ulong value)
    {
        if ((offset & 3) == 0)
            WriteWord(offset, (uint)value);
        Drive();
    }

    /// <inheritdoc/>
    /// <remarks>What is in the receive FIFO is lost; what is still on its way to it is not.</remarks>
    public void Reset()
    {
        _received.Clear();
        _ilpr = _ibrd = _fbrd = _lcrh = _imsc = _ris = _dmacr = 0;
        (_cr, _ifls) = (ResetControl, ResetFifoLevels);
        Receive();
        Drive();
    }

    private void Drive() => Interrupt.Set(InterruptAsserted);

    private int ReceiveDepth => (_lcrh & Pl011Registers.LCR_H_FEN) != 0 ? FifoDepth : 1;

    private uint Flags =>
        Pl011Registers.FR_TXFE
        | (_received.Count == 0 ? Pl011Registers.FR_RXFE : 0)
        | (_received.Count >= ReceiveDepth ? Pl011Registers.FR_RXFF : 0);

    private int ReceiveTrigger => ReceiveDepth == 1 ? 1 : ((_ifls >> 3) & 7) switch
    {
        0 => FifoDepth / 8,
        1 => FifoDepth / 4,
        2 => FifoDepth / 2,
        3 => FifoDepth * 3 / 4,
        _ => FifoDepth * 7 / 8,
    };

    private uint ReadWord(ulong offset) => offset switch
    {
        Pl011Registers.UARTDR => Take(),
        Pl011Registers.UARTFR => Flags,
        Pl011Registers.UARTILPR => _ilpr,
        Pl011Registers.UARTIBRD => _ibrd,
        Pl011Registers.UARTFBRD => _fbrd,
        Pl011Registers.UARTLCR_H => _lcrh,
        Pl011Registers.UARTCR => _cr,
        Pl011Registers.UARTIFLS => _ifls,
        Pl011Registers.UARTIMSC => _imsc,
        Pl011Registers.UARTRIS => _ris,
        Pl011Registers.UARTMIS => _ris & _imsc,
        Pl011Registers.UARTDMACR => _dmacr,
        >= Pl011Registers.UARTPeriphID0 and < WindowBytes => Identification((int)(offset - Pl011Registers.UARTPeriphID0) / 4),
        _ => 0,
    };

    private void WriteWord(ulong offset, uint value)
    {
        switch (offset)
        {
            case Pl011Registers.UARTDR: Send((byte)value); break;
            case Pl011Registers.UARTILPR: _ilpr = value & 0xFF; break;
            case Pl011Registers.UARTIBRD: _ibrd = value & 0xFFFF; break;
            case Pl011Registers.UARTFBRD: _fbrd = value & 0x3F; break;
            case Pl011Registers.UARTLCR_H: _lcrh = value & 0xFF; Receive(); break;
            case Pl011Registers.UARTCR: _cr = value & 0xFF87; break;
            case Pl011Registers.UARTIFLS: _ifls = value & 0x3F; break;
            case Pl011Registers.UARTIMSC: _imsc = value & InterruptMask; break;
            case Pl011Registers.UARTICR: _ris &= ~value; Signal(); break;
            case Pl011Registers.UARTDMACR: _dmacr = value & 7; break;
        }
    }

    private void Send(byte character)
    {
        if ((_cr & Pl011Registers.CR_LBE) != 0)
            Enqueue(character);
        else
            sink(character);
        _ris |= Pl011Registers.INT_TX; // the FIFO has fallen through its level again
    }

    private uint Take()
    {
        if (!_received.TryDequeue(out byte character))
            return 0;
        Receive();
        if (_received.Count < ReceiveTrigger)
            _ris &= ~Pl011Registers.INT_RX;
        if (_received.Count == 0)
            _ris &= ~Pl011Registers.INT_RT;
        return character;
    }

    private void Receive()
    {
        while (_received.Count < ReceiveDepth && _backlog.TryDequeue(out byte character))
            _received.Enqueue(character);
        Signal();
    }

    // What waits is signalled again after it has been cleared: nothing else would tell of it.
    private void Signal()
    {
        if (_received.Count >= ReceiveTrigger)
            _ris |= Pl011Registers.INT_RX;
        else if (_received.Count > 0)
            _ris |= Pl011Registers.INT_RT; // no more is coming, so the receive timeout is over at once
    }

    // UARTPeriphID0-3 (part 0x011, designer 0x41, revision 3), then UARTPCellID0-3; one byte to a word.
    private static uint Identification(int index) => (uint)(IdentificationBytes >> (index * 8)) & 0xFF;
}
