using System.Numerics;
using System.Runtime.InteropServices;

namespace CcaEmu.Memory;

/// <summary>One bank of RAM in native memory, which the host provides chunk by chunk as it is touched.</summary>
/// <remarks>
/// Untouched RAM reads as zero and costs eight bytes of host memory per <see cref="ChunkBytes"/>. A chunk never moves, so a pointer
/// into it stays good until the bank is disposed. This type knows nothing of physical address spaces: only
/// <see cref="PhysicalMemory"/> and <see cref="GranuleProtection"/> in this assembly reach it.
/// </remarks>
public sealed unsafe class Ram : IDisposable
{
    /// <summary>Granularity in bytes at which host memory is provided.</summary>
    public const int ChunkBytes = 1 << ChunkShift;

    internal const int ChunkShift = 16;
    private const int PageShift = 12;
    private readonly nint[] _chunks;
    private readonly ChunkMap? _map;

    // With memory encryption, what each page is laid out for: the host provides it as it is touched.
    private ulong* _layouts;

    /// <summary>Makes a bank; no host memory is committed yet.</summary>
    /// <param name="baseAddress">First byte address, a multiple of <see cref="ChunkBytes"/>.</param>
    /// <param name="sizeBytes">Size in bytes, a positive multiple of <see cref="ChunkBytes"/>.</param>
    /// <exception cref="ArgumentException">Base or size is not such a multiple, or the end is past 2^52.</exception>
    public Ram(ulong baseAddress, ulong sizeBytes)
        : this(baseAddress, sizeBytes, null, encrypted: false)
    {
    }

    internal Ram(ulong baseAddress, ulong sizeBytes, ChunkMap? map, bool encrypted)
    {
        if (sizeBytes == 0 || ((baseAddress | sizeBytes) & (ChunkBytes - 1)) != 0 || baseAddress + sizeBytes > 1UL << 52)
            throw new ArgumentException($"RAM bank 0x{baseAddress:x}+0x{sizeBytes:x} is not made of {ChunkBytes}-byte chunks below 2^52");
        Base = baseAddress;
        Size = sizeBytes;
        _chunks = new nint[sizeBytes >> ChunkShift];
        _map = map;
        map?.Reserve(baseAddress, sizeBytes);
        if (encrypted)
            _layouts = (ulong*)NativeMemory.AllocZeroed((nuint)(sizeBytes >> PageShift), sizeof(ulong));
    }

    /// <summary>First byte address.</summary>
    public ulong Base { get; }

    /// <summary>Size in bytes.</summary>
    public ulong Size { get; }

    /// <summary>Host memory in bytes that this bank holds now.</summary>
    public ulong TouchedBytes { get; private set; }

    /// <summary>Whether the whole of [address, address + size) lies in the bank.</summary>
    /// <param name="address">Byte address.</param>
    /// <param name="sizeBytes">Length in bytes.</param>
    public bool Contains(ulong address, ulong sizeBytes) => address >= Base && address - Base < Size && sizeBytes <= Size - (address - Base);

    /// <summary>Gives back all host memory; the bank must not be used any more.</summary>
    public void Dispose()
    {
        for (int i = 0; i < _chunks.Length; i++)
        {
            NativeMemory.AlignedFree((void*)_chunks[i]);
            _chunks[i] = 0;
        }
        NativeMemory.Free(_layouts);
        _layouts = null;
    }

    /// <summary>What a page is laid out for; only with memory encryption.</summary>
    internal ulong* LayoutOf(ulong address) => _layouts + ((address - Base) >> PageShift);

    /// <summary>A pointer to the byte at <paramref name="address"/>, good to the end of its 64 KiB chunk; touches the chunk.</summary>
    internal byte* Touch(ulong address)
    {
        ulong offset = address - Base;
        nint chunk = _chunks[offset >> ChunkShift];
        if (chunk == 0)
            chunk = Provide(offset >> ChunkShift);
        return (byte*)chunk + (offset & (ChunkBytes - 1));
    }

    /// <summary>Like <see cref="Touch"/>, but null where nothing was ever written or mapped.</summary>
    internal byte* Peek(ulong address)
    {
        ulong offset = address - Base;
        nint chunk = _chunks[offset >> ChunkShift];
        return chunk == 0 ? null : (byte*)chunk + (offset & (ChunkBytes - 1));
    }

    /// <summary>The physical address of a byte of host memory; null where it is none of this bank. A search, for reports.</summary>
    internal ulong? AddressOf(byte* host)
    {
        for (int i = 0; i < _chunks.Length; i++)
        {
            ulong offset = (ulong)(host - (byte*)_chunks[i]);
            if (_chunks[i] != 0 && offset < ChunkBytes)
                return Base + ((ulong)i << ChunkShift) + offset;
        }
        return null;
    }

    /// <summary>Folds the contents into a digest. A chunk of zeros counts the same whether touched or not.</summary>
    internal ulong Fold(ulong digest)
    {
        for (int i = 0; i < _chunks.Length; i++)
        {
            if (_layouts != null)
                digest = FoldCipher(digest, i);
            else if (_chunks[i] != 0)
                digest = FoldChunk(digest, (ulong*)_chunks[i], Base + ((ulong)i << ChunkShift));
        }
        return digest;
    }

    // Of encrypted memory the cipher text counts: it does not depend on which context a page was last laid out for.
    private ulong FoldCipher(ulong digest, int chunk)
    {
        const int PageBytes = 1 << PageShift;
        byte* host = (byte*)_chunks[chunk];
        byte* page = stackalloc byte[PageBytes];
        for (int offset = 0; offset < ChunkBytes; offset += PageBytes)
        {
            ulong address = Base + ((ulong)chunk << ChunkShift) + (ulong)offset;
            ulong key = *LayoutOf(address) & ~1UL;
            if (host == null && key == 0)
                continue;
            var cipher = new Span<byte>(page, PageBytes);
            if (host == null)
                cipher.Clear();
            else
                new ReadOnlySpan<byte>(host + offset, PageBytes).CopyTo(cipher);
            Keystream.Convert(cipher, address, key, 0);
            digest = FoldWords(digest, (ulong*)page, PageBytes / 8, address);
        }
        return digest;
    }

    private static ulong FoldChunk(ulong digest, ulong* words, ulong address) => FoldWords(digest, words, ChunkBytes / 8, address);

    private static ulong FoldWords(ulong digest, ulong* words, int count, ulong address)
    {
        for (int i = 0; i < count; i++)
        {
            if (words[i] != 0)
                digest = BitOperations.RotateLeft((digest ^ words[i]) * 0x9E3779B97F4A7C15, 29) ^ (address + (ulong)i * 8);
        }
        return digest;
    }

    private nint Provide(ulong index)
    {
        nint chunk = (nint)NativeMemory.AlignedAlloc(ChunkBytes, 4096);
        NativeMemory.Clear((void*)chunk, ChunkBytes);
        _chunks[index] = chunk;
        _map?.Set(Base + (index << ChunkShift), (byte*)chunk);
        TouchedBytes += ChunkBytes;
        return chunk;
    }
}
