using System.Runtime.CompilerServices;
using CcaEmu.Arm;

namespace CcaEmu.Memory;

/// <summary>The one door to physical memory: every access by a PE, managed layer, device or debugger goes through here and is checked.</summary>
/// <remarks>
/// <para>Each PE owns one, holding its GPCCR_EL3 and GPTBR_EL3 (Arm ARM, D9). The table is in emulated memory and is the only truth; a
/// small cache of GPIs per granule saves the walk. The cache follows the architecture's rule: an entry may live until the TLBI PA*
/// that covers it, or until the configuration is written, and no longer. Only passed checks are taken from the cache: a refusal always
/// comes from a fresh walk.</para>
/// <para><see cref="Generation"/> counts the times that anything derived from earlier checks has to be dropped.</para>
/// </remarks>
public sealed unsafe class GranuleProtection : IDisposable
{
    private readonly PhysicalMemory _memory;
    private readonly GpiCache _cache = new();
    private readonly int _physicalAddressBits;
    private readonly ChunkMap _chunks;
    private readonly nuint* _near;
    private readonly MemoryEncryption? _encryption;
    private GptConfiguration _gpt;
    private ShortGptWalk _shortWalk;
    private ulong _gpccr, _gptbr;
    private bool _cachesChecks = true;

    /// <summary>Makes a door with checks off, as GPCCR_EL3 resets.</summary>
    /// <param name="memory">The board's memory map.</param>
    /// <param name="physicalAddressBits">Width of physical addresses: 48, or 52 with FEAT_LPA.</param>
    public GranuleProtection(PhysicalMemory memory, int physicalAddressBits = 48)
    {
        _memory = memory;
        _physicalAddressBits = physicalAddressBits;
        _chunks = memory.Chunks;
        _near = _chunks.Near;
        _encryption = memory.Encryption;
        Configure();
    }

    /// <summary>GPCCR_EL3. Writing drops everything cached.</summary>
    public ulong GPCCR_EL3
    {
        get => _gpccr;
        set
        {
            _gpccr = value;
            Configure();
        }
    }

    /// <summary>GPTBR_EL3. Writing drops everything cached.</summary>
    public ulong GPTBR_EL3
    {
        get => _gptbr;
        set
        {
            _gptbr = value;
            Configure();
        }
    }

    /// <summary>The two registers decoded.</summary>
    public GptConfiguration Configuration => _gpt;

    /// <summary>Number of the door's owner at the global exclusive monitor, negative where it has none: its own writes do not clear its own mark.</summary>
    public int Observer { get; set; } = -1;

    /// <summary>Security state that accesses are made from: it matters for <see cref="Gpi.NonSecureOnly"/> alone, which is never cached.</summary>
    public SecurityState State { get; set; } = SecurityState.Root;

    /// <summary>The memory map behind the door.</summary>
    public PhysicalMemory Memory => _memory;

    /// <summary>Grows by one whenever results of earlier checks must be forgotten.</summary>
    public ulong Generation { get; private set; }

    /// <summary>Reads made so far, of up to eight bytes or a run in one page; a PE's accesses by its fast TLB are not among them.</summary>
    public ulong ReadCount { get; private set; }

    /// <summary>Writes made so far, counted as <see cref="ReadCount"/> is.</summary>
    public ulong WriteCount { get; private set; }

    /// <summary>Descriptors fetched for table walks so far.</summary>
    public ulong DescriptorCount { get; private set; }

    /// <summary>Checks that took a walk of the Granule Protection Table so far.</summary>
    public ulong WalkCount { get; private set; }

    /// <summary>Whether passed checks are remembered; off to measure what that is worth.</summary>
    public bool CachesChecks
    {
        get => _cachesChecks;
        set
        {
            _cachesChecks = value;
            Invalidate();
        }
    }

    /// <summary>Drops every cached check: TLBI PAALL and its forms.</summary>
    public void Invalidate()
    {
        _cache.Clear();
        Generation++;
    }

    /// <summary>Drops cached checks of a range: TLBI RPA* .</summary>
    /// <param name="address">First physical byte address.</param>
    /// <param name="sizeBytes">Length in bytes.</param>
    public void Invalidate(ulong address, ulong sizeBytes)
    {
        _cache.Drop(address, sizeBytes);
        Generation++;
    }

    /// <summary>Whether an access may be made; the fast form of <see cref="Check"/>.</summary>
    /// <param name="address">Address and physical address space of the access.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Admits(PhysicalAddress address) => _cache.Admits(address) || AdmitsByWalk(address);

    /// <summary>Fetches a descriptor the short way, by a remembered check where there is one.</summary>
    /// <param name="address">Where it is, a multiple of 8.</param>
    /// <param name="pas">The physical address space of the fetch.</param>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="host">Where it is in host memory: good as long as the memory is.</param>
    /// <returns>False where the check refuses, no RAM stands there, or it was never touched; <see cref="Read(PhysicalAddress, int, out ulong)"/> says which.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFetch(ulong address, Pas pas, out ulong descriptor, out byte* host)
    {
        Unsafe.SkipInit(out descriptor);
        host = null;
        DescriptorCount++;
        if (!_cache.Admits(new PhysicalAddress(address, pas)) && !AdmitsByWalk(new PhysicalAddress(address, pas)))
            return false;
        host = _chunks.Find(address);
        if (host == null)
            return false;
        if (_encryption is not null)
            Enter(new PhysicalAddress(address, pas));
        descriptor = *(ulong*)host;
        return true;
    }

    /// <summary>Fetches a descriptor the short way, with a walk of the table for the check.</summary>
    /// <param name="address">Where it is, a multiple of 8.</param>
    /// <param name="pas">The physical address space of the fetch.</param>
    /// <param name="descriptor">The descriptor.</param>
    /// <returns>False as in <see cref="TryFetch"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFetchByWalk(ulong address, Pas pas, out ulong descriptor)
    {
        Unsafe.SkipInit(out descriptor);
        DescriptorCount++;
        WalkCount++;
        if (!_shortWalk.TryPass(address, ShortGptWalk.Admitting(pas), out _))
            return TryFetchFar(address, pas, out descriptor);
        // What the short walk passes is near.
        nuint distance = _near[address >> Ram.ChunkShift];
        if (distance == 0)
            return false;
        descriptor = *(ulong*)(distance + (nuint)address);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryFetchFar(ulong address, Pas pas, out ulong descriptor)
    {
        byte* host = !_gpt.Enabled || AdmitsByWalk(new PhysicalAddress(address, pas)) ? _chunks.Find(address) : null;
        if (host != null && _encryption is not null)
            Enter(new PhysicalAddress(address, pas));
        descriptor = host == null ? 0 : *(ulong*)host;
        return host != null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool AdmitsByWalk(PhysicalAddress address)
    {
        WalkCount++;
        if (!_shortWalk.TryPass(address.Value, ShortGptWalk.Admitting(address.Pas), out ulong gpis))
            return AdmitsByLongWalk(address);
        if (_cachesChecks)
            _cache.Fill(address.Value, gpis);
        return true;
    }

    private bool AdmitsByLongWalk(PhysicalAddress address)
    {
        if (!_gpt.Enabled && !_cachesChecks)
            return true;
        _shortWalk.Prepare();
        return Check(address).Passed;
    }

    /// <summary>The granule protection check by a fresh walk; what it read is remembered where the check passed.</summary>
    /// <param name="address">Address and physical address space of the access.</param>
    /// <returns>Whether the access may go on, and the table entry that decided.</returns>
    public GpcResult Check(PhysicalAddress address)
    {
        GpcResult result = GptWalker.Check(_memory, _gpt, address, State);
        if (result.Passed && CachesChecks && _gpt.DisabledSpaces == 0)
            _cache.Fill(address.Value, result, _gpt);
        return result;
    }

    /// <summary>What the table says of a granule now, for reports; makes no access and remembers nothing.</summary>
    /// <param name="address">Any byte address in the granule.</param>
    public GpcResult Inspect(ulong address) => GptWalker.Check(_memory, _gpt, new PhysicalAddress(address, Pas.Root), SecurityState.Root);

    /// <summary>Where eight bytes of RAM are in host memory: the short way for table walks.</summary>
    /// <param name="address">Address, a multiple of 8, and physical address space.</param>
    /// <returns>Null where the check refuses, no RAM stands there, or it was never touched; reading says which.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* PeekRam(PhysicalAddress address) => Admits(address) ? _chunks.Find(address.Value) : null;

    /// <summary>Fetches a descriptor for a table walk that looks closely.</summary>
    /// <param name="address">Address, a multiple of 8, and physical address space.</param>
    /// <param name="descriptor">The descriptor; 0 where the access was not made.</param>
    public MemoryResult Fetch(PhysicalAddress address, out ulong descriptor)
    {
        DescriptorCount++;
        ReadCount--;
        return Read(address, 8, out descriptor);
    }

    /// <summary>Reads up to eight bytes for a report: like <see cref="Read(PhysicalAddress, int, out ulong)"/>, but nothing is counted.</summary>
    /// <param name="address">Address and physical address space.</param>
    /// <param name="sizeBytes">1, 2, 4 or 8; the bytes must not cross a 4 KiB page.</param>
    /// <param name="value">The value, zero extended; 0 where the access was not made.</param>
    /// <exception cref="ArgumentException">The bytes cross a page: the caller's misuse.</exception>
    public MemoryResult Peek(PhysicalAddress address, int sizeBytes, out ulong value)
    {
        (ulong reads, ulong walks) = (ReadCount, WalkCount);
        MemoryResult result = Read(address, sizeBytes, out value);
        (ReadCount, WalkCount) = (reads, walks);
        return result;
    }

    /// <summary>Reads an aligned word of RAM the short way, by a remembered check.</summary>
    /// <param name="address">Address and physical address space.</param>
    /// <param name="value">The word.</param>
    /// <returns>False where nothing was done: <see cref="Read(PhysicalAddress, int, out ulong)"/> does what is to be done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadWord(PhysicalAddress address, out ulong value)
    {
        Unsafe.SkipInit(out value);
        byte* host = FindWord(address);
        if (host == null)
            return false;
        ReadCount++;
        value = *(ulong*)host;
        return true;
    }

    /// <summary>Writes an aligned word of RAM the short way, by a remembered check.</summary>
    /// <param name="address">Address and physical address space.</param>
    /// <param name="value">The word.</param>
    /// <returns>False where nothing was done: <see cref="Write(PhysicalAddress, int, ulong)"/> does what is to be done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWriteWord(PhysicalAddress address, ulong value)
    {
        byte* host = FindWord(address);
        if (host == null)
            return false;
        WriteCount++;
        *(ulong*)host = value;
        _memory.Exclusives.NotifyWrite(Observer, (ulong)host, 8);
        _memory.Code.NotifyWrite(address.Value, 8);
        return true;
    }

    // A word that is aligned crosses neither a page nor a chunk. Who follows the bytes is told, and what is encrypted decoded, on the long way.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* FindWord(PhysicalAddress address) =>
        (address.Value & 7) == 0 && _encryption is null && _cache.Admits(address) && _memory.Observer is null ? _chunks.Find(address.Value) : null;

    /// <summary>Reads a run of bytes for a report: like <see cref="Read(PhysicalAddress, Span{byte})"/>, but nothing is counted.</summary>
    /// <param name="address">First byte and physical address space.</param>
    /// <param name="destination">Where the bytes go; those of granules before a refusal have been read.</param>
    /// <returns>The first refusal, or success.</returns>
    public MemoryResult Peek(PhysicalAddress address, Span<byte> destination)
    {
        (ulong reads, ulong walks) = (ReadCount, WalkCount);
        MemoryResult result = Read(address, destination);
        (ReadCount, WalkCount) = (reads, walks);
        return result;
    }

    /// <summary>Reads up to eight bytes.</summary>
    /// <param name="address">Address and physical address space; aligned to <paramref name="sizeBytes"/> for device windows.</param>
    /// <param name="sizeBytes">1, 2, 4 or 8; the bytes must not cross a 4 KiB page.</param>
    /// <param name="value">The value, zero extended; 0 where the access was not made.</param>
    /// <exception cref="ArgumentException">The bytes cross a page: the caller's misuse.</exception>
    public MemoryResult Read(PhysicalAddress address, int sizeBytes, out ulong value)
    {
        value = 0;
        ReadCount++;
        RequireOnePage(address, sizeBytes);
        if (!Admits(address))
            return new(Check(address), false);
        if (_memory.FindRam(address.Value, (ulong)sizeBytes) is { } bank)
        {
            byte* host = bank.Peek(address.Value);
            if (host != null)
                value = Load(host, sizeBytes);
            if (_encryption is not null)
                value = Decode(bank, address, value, sizeBytes);
            if (_memory.Observer is { } observer && host != null)
                observer.AfterRead(this, address, new ReadOnlySpan<byte>(host, sizeBytes));
            return default;
        }
        if (_memory.FindWindow(address.Value, (ulong)sizeBytes) is not { } window)
            return new(default, true);
        value = window.Read(address, sizeBytes);
        return default;
    }

    /// <summary>Writes up to eight bytes.</summary>
    /// <param name="address">Address and physical address space; aligned to <paramref name="sizeBytes"/> for device windows.</param>
    /// <param name="sizeBytes">1, 2, 4 or 8; the bytes must not cross a 4 KiB page.</param>
    /// <param name="value">The value in the low bytes.</param>
    /// <exception cref="ArgumentException">The bytes cross a page: the caller's misuse.</exception>
    public MemoryResult Write(PhysicalAddress address, int sizeBytes, ulong value)
    {
        WriteCount++;
        RequireOnePage(address, sizeBytes);
        if (!Admits(address))
            return new(Check(address), false);
        if (_memory.FindRam(address.Value, (ulong)sizeBytes) is { } bank)
        {
            byte* host = bank.Touch(address.Value);
            _encryption?.Enter(bank, address, mapped: false);
            _memory.Observer?.BeforeWrite(this, address, sizeBytes, new ReadOnlySpan<byte>(host, sizeBytes), new ReadOnlySpan<byte>(&value, sizeBytes));
            Store(host, sizeBytes, value);
            _memory.Exclusives.NotifyWrite(Observer, (ulong)host, (ulong)sizeBytes);
            _memory.Code.NotifyWrite(address.Value, (ulong)sizeBytes);
            return default;
        }
        if (_memory.FindWindow(address.Value, (ulong)sizeBytes) is not { } window)
            return new(default, true);
        window.Write(address, sizeBytes, value);
        return default;
    }

    /// <summary>Reads a run of bytes from RAM, granule by granule.</summary>
    /// <param name="address">First byte and physical address space.</param>
    /// <param name="destination">Where the bytes go; those of granules before a refusal have been read.</param>
    /// <returns>The first refusal, or success.</returns>
    public MemoryResult Read(PhysicalAddress address, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            int run = RunLength(address, destination.Length);
            ReadCount++;
            if (Find(address, run, out Ram? bank) is { Ok: false } refused)
                return refused;
            byte* host = bank!.Peek(address.Value);
            if (host == null)
                destination[..run].Clear();
            else
                new ReadOnlySpan<byte>(host, run).CopyTo(destination);
            _encryption?.Decode(bank, address, destination[..run]);
            _memory.Observer?.AfterRead(this, address, destination[..run]);
            destination = destination[run..];
            address += (ulong)run;
        }
        return default;
    }

    /// <summary>Writes a run of bytes to RAM, granule by granule.</summary>
    /// <param name="address">First byte and physical address space.</param>
    /// <param name="source">The bytes; those of granules before a refusal have been written.</param>
    /// <returns>The first refusal, or success.</returns>
    public MemoryResult Write(PhysicalAddress address, ReadOnlySpan<byte> source)
    {
        while (source.Length > 0)
        {
            int run = RunLength(address, source.Length);
            WriteCount++;
            if (Find(address, run, out Ram? bank) is { Ok: false } refused)
                return refused;
            byte* host = bank!.Touch(address.Value);
            Enter(bank, address, run);
            _memory.Observer?.BeforeWrite(this, address, run, new ReadOnlySpan<byte>(host, run), source[..run]);
            source[..run].CopyTo(new Span<byte>(host, run));
            _memory.Exclusives.NotifyWrite(Observer, (ulong)host, (ulong)run);
            _memory.Code.NotifyWrite(address.Value, (ulong)run);
            source = source[run..];
            address += (ulong)run;
        }
        return default;
    }

    /// <summary>Writes zeros over a range of RAM; RAM never touched is not provided for it.</summary>
    /// <param name="address">First byte and physical address space.</param>
    /// <param name="sizeBytes">Length in bytes.</param>
    /// <returns>The first refusal (granules before it are zero), or success.</returns>
    public MemoryResult Clear(PhysicalAddress address, ulong sizeBytes)
    {
        while (sizeBytes > 0)
        {
            int run = RunLength(address, (int)Math.Min(sizeBytes, 0x1000));
            WriteCount++;
            if (Find(address, run, out Ram? bank) is { Ok: false } refused)
                return refused;
            Enter(bank!, address, run);
            byte* host = bank!.Peek(address.Value);
            if (_memory.Observer is { } observer)
                observer.BeforeWrite(this, address, run, host == null ? [] : new ReadOnlySpan<byte>(host, run), []);
            if (host != null)
            {
                new Span<byte>(host, run).Clear();
                _memory.Exclusives.NotifyWrite(Observer, (ulong)host, (ulong)run);
                _memory.Code.NotifyWrite(address.Value, (ulong)run);
            }
            sizeBytes -= (ulong)run;
            address += (ulong)run;
        }
        return default;
    }

    /// <summary>The host's view of a RAM page whose check passed, for a TLB entry: good until <see cref="Generation"/> changes.</summary>
    /// <param name="address">Any byte in the 4 KiB page.</param>
    /// <returns>Pointer to the first byte of the page; null where the check refuses or no RAM stands there.</returns>
    public byte* MapPage(PhysicalAddress address)
    {
        if (!Admits(address))
            return null;
        ulong page = address.Value & ~0xFFFUL;
        byte* touched = _chunks.Find(page);
        if (touched != null && _encryption is null)
            return touched;
        Ram? bank = _memory.FindRam(page, 0x1000);
        if (bank is not null)
            _encryption?.Enter(bank, address, mapped: true);
        return bank is null ? null : bank.Touch(page);
    }

    // A host pointer to touched memory is about to be handed out.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Enter(PhysicalAddress address) => _encryption!.Enter(_memory.FindRam(address.Value, 8)!, address, mapped: true);

    // Bytes of one page are about to be written.
    private void Enter(Ram bank, PhysicalAddress address, int sizeBytes)
    {
        // An observer is shown what stood there.
        if (sizeBytes == 0x1000 && _memory.Observer is null)
            _encryption?.Replace(bank, address);
        else
            _encryption?.Enter(bank, address, mapped: false);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong Decode(Ram bank, PhysicalAddress address, ulong value, int sizeBytes)
    {
        _encryption!.Decode(bank, address, new Span<byte>(&value, sizeBytes));
        return value;
    }

    /// <summary>Gives back the cache's host memory.</summary>
    public void Dispose() => _cache.Dispose();

    private static int RunLength(PhysicalAddress address, int wanted) => Math.Min(wanted, 0x1000 - (int)(address.Value & 0xFFF));

    // One check decides one page: bytes behind it may be another granule's, or no RAM at all.
    private static void RequireOnePage(PhysicalAddress address, int sizeBytes)
    {
        if ((address.Value & 0xFFF) + (ulong)sizeBytes > 0x1000)
            throw new ArgumentException($"an access of {sizeBytes} bytes at {address} crosses a page");
    }

    private static ulong Load(byte* host, int sizeBytes) => sizeBytes switch
    {
        1 => *host,
        2 => *(ushort*)host,
        4 => *(uint*)host,
        _ => *(ulong*)host,
    };

    private static void Store(byte* host, int sizeBytes, ulong value)
    {
        switch (sizeBytes)
        {
            case 1: *host = (byte)value; break;
            case 2: *(ushort*)host = (ushort)value; break;
            case 4: *(uint*)host = (uint)value; break;
            default: *(ulong*)host = value; break;
        }
    }

    private MemoryResult Find(PhysicalAddress address, int sizeBytes, out Ram? bank)
    {
        bank = null;
        if (!Admits(address))
            return new(Check(address), false);
        bank = _memory.FindRam(address.Value, (ulong)sizeBytes);
        return new(default, bank is null);
    }

    private void Configure()
    {
        _gpt = new GptConfiguration(_gpccr, _gptbr, _physicalAddressBits);
        // The short walk reads host memory as it stands, which may be laid out for another context than Root's.
        _shortWalk = _encryption is null ? new ShortGptWalk(_chunks, _gpt) : default;
        Invalidate();
    }
}
