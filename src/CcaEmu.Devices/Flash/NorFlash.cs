using System.Buffers.Binary;
using CcaEmu.Memory;

namespace CcaEmu.Devices.Flash;

/// <summary>NOR flash of the motherboard: two 16-bit chips side by side with the Intel command set, in blocks of 256 KiB.</summary>
/// <remarks>
/// <para>Common Flash Interface (JESD68), Intel/Sharp extended command set (0001), as the drivers of Trusted Firmware-A and Linux use it.
/// A command goes to both chips: it stands in both halves of a word, and so do status and identification.</para>
/// <para>Programming clears bits and erasing sets them, both at once. A block that is locked refuses both and says so in the status; all blocks are
/// unlocked after a reset.</para>
/// <para>Deviation: code cannot be executed from it, as from no device window; firmware copies what it runs.</para>
/// </remarks>
public sealed class NorFlash : IMmioDevice, IResettableDevice
{
    /// <summary>Bytes of an erase block.</summary>
    public const int BlockBytes = 0x4_0000;

    private const byte ReadArray = 0xFF, ReadIdentifier = 0x90, ReadQuery = 0x98, ReadStatus = 0x70, ClearStatus = 0x50;
    private const byte WordProgram = 0x40, WordProgramToo = 0x10, BlockErase = 0x20, BufferedProgram = 0xE8, BlockLock = 0x60;
    private const byte Confirm = 0xD0, Lock = 0x01;
    private const uint Ready = 0x80, EraseError = 0x20, ProgramError = 0x10, IsLocked = 0x02;
    private const int BufferWords = FlashQuery.BufferBytes / 2;

    private readonly byte[]?[] _blocks; // null where erased
    private readonly bool[] _locked;
    private byte _mode = ReadArray, _command;
    private uint _status = Ready;
    private int _words = -1; // still to come of a buffer; -1 before they are counted

    /// <summary>A flash.</summary>
    /// <param name="sizeBytes">Its size, a multiple of 256 KiB, at most 128 MiB.</param>
    /// <param name="contents">What it holds from its first byte on; the rest is erased.</param>
    /// <exception cref="ArgumentException">The size is none of a flash, or the contents do not fit.</exception>
    public NorFlash(ulong sizeBytes, ReadOnlySpan<byte> contents = default)
    {
        if (sizeBytes is 0 or > 128 << 20 || sizeBytes % BlockBytes != 0)
            throw new ArgumentException($"a flash has whole blocks of {BlockBytes} bytes and at most 128 MiB, not {sizeBytes} bytes");
        if ((ulong)contents.Length > sizeBytes)
            throw new ArgumentException($"{contents.Length} bytes do not fit in a flash of {sizeBytes}");
        _blocks = new byte[]?[sizeBytes / BlockBytes];
        _locked = new bool[_blocks.Length];
        for (int at = 0; at < contents.Length; at += BlockBytes)
            contents[at..Math.Min(at + BlockBytes, contents.Length)].CopyTo(Writable(at / BlockBytes));
    }

    /// <summary>Size in bytes.</summary>
    public ulong SizeBytes => (ulong)_blocks.Length * BlockBytes;

    /// <inheritdoc/>
    /// <remarks>What it holds stays: that is what a flash is for.</remarks>
    public void Reset()
    {
        (_mode, _command, _status, _words) = (ReadArray, 0, Ready, -1);
        Array.Clear(_locked);
    }

    /// <inheritdoc/>
    public ulong Read(ulong offset, int sizeBytes)
    {
        if (_mode == ReadArray)
            return ReadBytes(offset, sizeBytes);
        int word = (int)(offset >> 2 & 0xFF), block = (int)(offset / BlockBytes);
        ulong half = _mode switch
        {
            ReadIdentifier => Identifier(word, block),
            ReadQuery => FlashQuery.At(word, _blocks.Length, BlockBytes / 2),
            _ => _status,
        };
        return sizeBytes switch { 1 => half >> (8 * (int)(offset & 1)) & 0xFF, 2 => half, _ => half << 16 | half };
    }

    /// <inheritdoc/>
    /// <remarks>Its bus has accesses of 16 and 32 bits; others write nothing.</remarks>
    public void Write(ulong offset, int sizeBytes, ulong value)
    {
        if (sizeBytes is not (2 or 4))
            return;
        byte command = _command;
        _command = 0;
        switch (command)
        {
            case 0: Begin((byte)value); break;
            case WordProgram: Program(offset, sizeBytes, value); break;
            case BufferedProgram: Buffer(offset, sizeBytes, value); break;
            case BlockErase when (byte)value == Confirm: Erase((int)(offset / BlockBytes)); break;
            case BlockLock when (byte)value is Lock or Confirm: _locked[offset / BlockBytes] = (byte)value == Lock; break;
            default: _status |= ProgramError | EraseError; break; // a sequence that is none
        }
    }

    private void Begin(byte command)
    {
        switch (command)
        {
            case ReadArray or ReadIdentifier or ReadQuery or ReadStatus: _mode = command; break;
            case ClearStatus: _status = Ready; break;
            case WordProgramToo: (_command, _mode) = (WordProgram, ReadStatus); break;
            case WordProgram or BlockErase or BlockLock or BufferedProgram: (_command, _mode) = (command, ReadStatus); break;
        }
    }

    // The number of words less one, the words, and the confirmation. The words are programmed as they come.
    private void Buffer(ulong offset, int sizeBytes, ulong value)
    {
        if (_words < 0 && (value & 0xFFFF) < BufferWords)
        {
            (_words, _command) = ((int)(value & 0xFFFF) + 1, BufferedProgram);
        }
        else if (_words > 0)
        {
            Program(offset, sizeBytes, value);
            (_words, _command) = (_words - 1, BufferedProgram);
        }
        else
        {
            if (_words < 0 || (byte)value != Confirm)
                _status |= ProgramError | EraseError;
            _words = -1;
        }
    }

    private void Program(ulong offset, int sizeBytes, ulong value)
    {
        int block = (int)(offset / BlockBytes);
        if (_locked[block])
        {
            _status |= ProgramError | IsLocked;
            return;
        }
        Span<byte> at = Writable(block).AsSpan((int)(offset % BlockBytes), sizeBytes);
        for (int i = 0; i < sizeBytes; i++)
            at[i] &= (byte)(value >> (8 * i));
    }

    private void Erase(int block)
    {
        if (_locked[block])
            _status |= EraseError | IsLocked;
        else
            _blocks[block] = null;
    }

    // Manufacturer Intel, device 28F256P30; and whether the block is locked.
    private uint Identifier(int word, int block) => word switch
    {
        0 => 0x0089,
        1 => 0x891C,
        2 => _locked[block] ? 1u : 0,
        _ => 0,
    };

    private ulong ReadBytes(ulong offset, int sizeBytes)
    {
        if (_blocks[offset / BlockBytes] is not { } block)
            return ulong.MaxValue >> (64 - 8 * sizeBytes);
        ReadOnlySpan<byte> at = block.AsSpan((int)(offset % BlockBytes), sizeBytes);
        return sizeBytes switch
        {
            1 => at[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(at),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(at),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(at),
        };
    }

    private byte[] Writable(int block)
    {
        if (_blocks[block] is { } there)
            return there;
        var fresh = new byte[BlockBytes];
        Array.Fill(fresh, byte.MaxValue);
        return _blocks[block] = fresh;
    }
}
