using System.Runtime.InteropServices;
using CcaEmu.Arm;
using CcaEmu.Campaign.Generation;
using CcaEmu.Memory;

namespace CcaEmu.Campaign.Fuzz;

/// <summary>Two PEs, two banks of RAM full of random words, and a device between them.</summary>
internal sealed unsafe class FuzzMachine : IPeEnvironment, IDisposable
{
    public const ulong RamBytes = 0x40_0000, DeviceBase = RamBytes, DeviceBytes = 0x1_0000, HighBase = 0x8000_0000, HighBytes = 0x20_0000;

    private readonly PhysicalMemory _memory = new();
    private readonly HashSet<nint> _hostPages = [];
    private readonly Rng _rng;

    public FuzzMachine(PeFeatures features, Rng rng)
    {
        _rng = rng;
        _memory.AddRam(0, RamBytes);
        _memory.AddDevice(DeviceBase, DeviceBytes, new FuzzDevice(rng));
        _memory.AddRam(HighBase, HighBytes);
        ProcessingElement[] pes = [new(0, _memory, features, this), new(1, _memory, features, this)];
        foreach (ProcessingElement pe in pes)
            pe.Peers = pes;
        Pes = pes;
        FillBank(0, RamBytes);
        FillBank(HighBase, HighBytes);
    }

    public IReadOnlyList<ProcessingElement> Pes { get; }

    public ulong SystemCount(ProcessingElement pe) => pe.ModelledCycles;

    public ulong NextRandom() => _rng.Next64();

    public void Dispose()
    {
        foreach (ProcessingElement pe in Pes)
            pe.Dispose();
        _memory.Dispose();
    }

    /// <summary>Writes random words into a page.</summary>
    public void FillPage(ulong page)
    {
        uint[] words = new uint[0x400];
        for (int n = 0; n < words.Length; n++)
            words[n] = FuzzWords.Draw(_rng);
        Write(page, words);
    }

    /// <summary>Writes past every check.</summary>
    public void Write<T>(ulong address, params ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ProcessingElement pe = Pes[0];
        (ulong control, pe.Physical.GPCCR_EL3) = (pe.Physical.GPCCR_EL3, 0);
        pe.Physical.Write(new PhysicalAddress(address, Pas.Root), MemoryMarshal.AsBytes(values));
        pe.Physical.GPCCR_EL3 = control;
    }

    /// <summary>Host pages that a PE reaches by its fast TLBs though they are not guest memory.</summary>
    public IEnumerable<nint> StrayPages(ProcessingElement pe) => pe.HostPagesOfTlbs().Where(page => !_hostPages.Contains(page));

    private void FillBank(ulong first, ulong bytes)
    {
        for (ulong page = first; page < first + bytes; page += 0x1000)
        {
            FillPage(page);
            _hostPages.Add((nint)Pes[0].Physical.MapPage(new PhysicalAddress(page, Pas.Root)));
        }
    }
}
