using System.Runtime.CompilerServices;

namespace CcaEmu.Memory;

/// <summary>What stands at each physical address of a board: RAM banks and device windows.</summary>
/// <remarks>
/// The map alone gives no access: software, devices and debuggers go through a <see cref="GranuleProtection"/>, which checks the
/// Granule Protection Table first. All physical address spaces show the same RAM and the same device windows; which of them may
/// reach a granule is the table's business alone.
/// </remarks>
public sealed unsafe class PhysicalMemory : IDisposable
{
    private const int GibShift = 30;

    private readonly List<Ram> _banks = [];
    private Ram?[] _bankOfGib = []; // the only bank in a GiB: finds most addresses at once
    private readonly List<DeviceWindow> _windows = [];

    /// <summary>A map with nothing in it.</summary>
    /// <param name="mecidBits">Width of MECIDs, 1 to 16, of a machine with memory encryption contexts (FEAT_MEC); 0 for one without.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another width: the caller's misuse.</exception>
    public PhysicalMemory(int mecidBits = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mecidBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mecidBits, 16);
        Encryption = mecidBits == 0 ? null : new MemoryEncryption(this, mecidBits);
    }

    /// <summary>Memory encryption contexts; null where the machine has none.</summary>
    public MemoryEncryption? Encryption { get; }

    /// <summary>Where RAM is in host memory.</summary>
    internal ChunkMap Chunks { get; } = new();

    /// <summary>Which pages hold decoded instructions.</summary>
    public CodePages Code { get; } = new();

    /// <summary>Who follows the bytes of RAM, for checks; null for nobody.</summary>
    public IMemoryObserver? Observer { get; set; }

    /// <summary>The global exclusive monitor.</summary>
    public ExclusiveReservations Exclusives { get; } = new();

    /// <summary>The RAM banks in the order they were added.</summary>
    public IReadOnlyList<Ram> Banks => _banks;

    /// <summary>The device windows in the order they were added.</summary>
    public IReadOnlyList<DeviceWindow> Windows => _windows;

    /// <summary>Host memory in bytes that all banks hold now.</summary>
    public ulong TouchedBytes => (ulong)_banks.Sum(bank => (long)bank.TouchedBytes);

    /// <summary>Adds a RAM bank.</summary>
    /// <param name="baseAddress">First byte address, a multiple of 64 KiB.</param>
    /// <param name="sizeBytes">Size in bytes, a multiple of 64 KiB.</param>
    /// <exception cref="ArgumentException">The range overlaps something already there, or is not made of whole chunks.</exception>
    public Ram AddRam(ulong baseAddress, ulong sizeBytes)
    {
        RequireFree(baseAddress, sizeBytes);
        var bank = new Ram(baseAddress, sizeBytes, Chunks, Encryption is not null);
        _banks.Add(bank);
        _bankOfGib = IndexBanks();
        return bank;
    }

    /// <summary>Adds a device window.</summary>
    /// <param name="baseAddress">First byte address, a multiple of 4 KiB.</param>
    /// <param name="sizeBytes">Size in bytes, a multiple of 4 KiB.</param>
    /// <param name="device">What answers in the window.</param>
    /// <exception cref="ArgumentException">The range overlaps something already there, or is not made of whole 4 KiB pages.</exception>
    public void AddDevice(ulong baseAddress, ulong sizeBytes, IMmioDevice device)
    {
        if (((baseAddress | sizeBytes) & 0xFFF) != 0)
            throw new ArgumentException($"device window 0x{baseAddress:x}+0x{sizeBytes:x} is not made of 4 KiB pages");
        RequireFree(baseAddress, sizeBytes);
        _windows.Add(new DeviceWindow(baseAddress, sizeBytes, device));
    }

    /// <summary>Whether all of [address, address + size) is RAM of one bank.</summary>
    /// <param name="address">Byte address.</param>
    /// <param name="sizeBytes">Length in bytes.</param>
    public bool IsRam(ulong address, ulong sizeBytes) => FindRam(address, sizeBytes) is not null;

    /// <summary>The physical address of a byte of host memory that stands behind RAM; null where it is none. A search, for reports.</summary>
    /// <param name="host">For example what a fast TLB leads to.</param>
    public ulong? AddressOf(byte* host)
    {
        foreach (Ram bank in _banks)
        {
            if (bank.AddressOf(host) is { } address)
                return address;
        }
        return null;
    }

    /// <summary>Folds the contents of all RAM into a digest.</summary>
    /// <param name="digest">The digest so far.</param>
    /// <returns>The digest with the contents folded in; equal contents give equal digests on every host.</returns>
    public ulong Fold(ulong digest)
    {
        foreach (Ram bank in _banks)
            digest = bank.Fold(digest);
        return digest;
    }

    /// <summary>Gives back all host memory.</summary>
    public void Dispose()
    {
        foreach (Ram bank in _banks)
            bank.Dispose();
        Chunks.Dispose();
    }

    /// <summary>Where a byte of RAM is in host memory; null where no RAM is, or it was never touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* Peek(ulong address) => Chunks.Find(address);

    internal Ram? FindRam(ulong address, ulong sizeBytes)
    {
        ulong gib = address >> GibShift;
        Ram?[] index = _bankOfGib;
        if (gib < (ulong)index.Length && index[gib] is { } only && only.Contains(address, sizeBytes))
            return only;
        return ScanBanks(address, sizeBytes);
    }

    private Ram? ScanBanks(ulong address, ulong sizeBytes)
    {
        foreach (Ram bank in _banks)
        {
            if (bank.Contains(address, sizeBytes))
                return bank;
        }
        return null;
    }

    private Ram?[] IndexBanks()
    {
        ulong end = _banks.Max(bank => bank.Base + bank.Size);
        return [.. Enumerable.Range(0, (int)((end - 1) >> GibShift) + 1).Select(gib =>
            _banks.Where(bank => bank.Base >> GibShift <= (ulong)gib && (bank.Base + bank.Size - 1) >> GibShift >= (ulong)gib).Take(2).ToArray())
            .Select(found => found.Length == 1 ? found[0] : null)];
    }

    internal DeviceWindow? FindWindow(ulong address, ulong sizeBytes)
    {
        foreach (DeviceWindow window in _windows)
        {
            if (window.Contains(address, sizeBytes))
                return window;
        }
        return null;
    }

    private void RequireFree(ulong baseAddress, ulong sizeBytes)
    {
        bool Overlaps(ulong otherBase, ulong otherSize) => baseAddress < otherBase + otherSize && otherBase < baseAddress + sizeBytes;
        if (sizeBytes == 0 || _banks.Any(b => Overlaps(b.Base, b.Size)) || _windows.Any(w => Overlaps(w.Base, w.Size)))
            throw new ArgumentException($"range 0x{baseAddress:x}+0x{sizeBytes:x} is empty or already taken in the memory map");
    }
}
