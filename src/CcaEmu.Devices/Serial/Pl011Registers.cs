namespace CcaEmu.Devices.Serial;

/// <summary>Offsets and bits of the PL011 UART's registers.</summary>
/// <remarks>PrimeCell UART (PL011) Technical Reference Manual (DDI 0183), chapter "Programmers Model".</remarks>
public static class Pl011Registers
{
    /// <summary>Data: a write sends a character, a read takes one, with its errors in bits 11:8.</summary>
    public const ulong UARTDR = 0x000;

    /// <summary>Receive status on a read; any write clears the errors (UARTECR).</summary>
    public const ulong UARTRSR = 0x004;

    /// <summary>Flags, read-only.</summary>
    public const ulong UARTFR = 0x018;

    /// <summary>IrDA low-power counter.</summary>
    public const ulong UARTILPR = 0x020;

    /// <summary>Integer part of the baud rate divisor.</summary>
    public const ulong UARTIBRD = 0x024;

    /// <summary>Fractional part of the baud rate divisor, in 64ths.</summary>
    public const ulong UARTFBRD = 0x028;

    /// <summary>Line control.</summary>
    public const ulong UARTLCR_H = 0x02C;

    /// <summary>Control.</summary>
    public const ulong UARTCR = 0x030;

    /// <summary>FIFO levels that raise interrupts.</summary>
    public const ulong UARTIFLS = 0x034;

    /// <summary>Interrupt mask: a set bit lets the interrupt through.</summary>
    public const ulong UARTIMSC = 0x038;

    /// <summary>Interrupts before the mask, read-only.</summary>
    public const ulong UARTRIS = 0x03C;

    /// <summary>Interrupts behind the mask, read-only.</summary>
    public const ulong UARTMIS = 0x040;

    /// <summary>Interrupt clear, write-only.</summary>
    public const ulong UARTICR = 0x044;

    /// <summary>DMA control.</summary>
    public const ulong UARTDMACR = 0x048;

    /// <summary>First of the four peripheral identification bytes, a word apart.</summary>
    public const ulong UARTPeriphID0 = 0xFE0;

    /// <summary>First of the four PrimeCell identification bytes, a word apart.</summary>
    public const ulong UARTPCellID0 = 0xFF0;

    /// <summary>UARTFR: the transmitter is busy.</summary>
    public const uint FR_BUSY = 1 << 3;

    /// <summary>UARTFR: nothing has been received.</summary>
    public const uint FR_RXFE = 1 << 4;

    /// <summary>UARTFR: the transmit FIFO is full.</summary>
    public const uint FR_TXFF = 1 << 5;

    /// <summary>UARTFR: the receive FIFO is full.</summary>
    public const uint FR_RXFF = 1 << 6;

    /// <summary>UARTFR: the transmit FIFO is empty.</summary>
    public const uint FR_TXFE = 1 << 7;

    /// <summary>UARTLCR_H: the FIFOs are on; off, each holds one character.</summary>
    public const uint LCR_H_FEN = 1 << 4;

    /// <summary>UARTCR: the UART is on.</summary>
    public const uint CR_UARTEN = 1 << 0;

    /// <summary>UARTCR: what is sent is received.</summary>
    public const uint CR_LBE = 1 << 7;

    /// <summary>UARTCR: the transmitter is on.</summary>
    public const uint CR_TXE = 1 << 8;

    /// <summary>UARTCR: the receiver is on.</summary>
    public const uint CR_RXE = 1 << 9;

    /// <summary>Interrupt: the receive FIFO has reached its level.</summary>
    public const uint INT_RX = 1 << 4;

    /// <summary>Interrupt: the transmit FIFO has fallen to its level.</summary>
    public const uint INT_TX = 1 << 5;

    /// <summary>Interrupt: characters wait below the level of the receive FIFO.</summary>
    public const uint INT_RT = 1 << 6;
}
