using System.Buffers.Binary;
using System.Text;
using L = CcaEmu.Arm.RmmEl3.RmmBootManifestLayout;

namespace CcaEmu.Arm.RmmEl3;

/// <summary>Lays a boot manifest out in the shared page: header, then the lists in the order of their pointers.</summary>
internal ref struct RmmBootManifestWriter(Span<byte> page, ulong address)
{
    private readonly Span<byte> _page = page;
    private readonly ulong _address = address;
    private int _next = L.HeaderSize;

    internal void Write(RmmBootManifest manifest)
    {
        if (_page.Length < L.HeaderSize) throw TooSmall();
        _page.Clear();
        Put32(L.Version, RmmBootManifest.CurrentVersion.Encode());
        Put64(L.PlatData, manifest.PlatData);
        Banks(L.Dram, manifest.Dram);
        Consoles(manifest.Consoles);
        Banks(L.NonCoherentDevices, manifest.NonCoherentDevices);
        Banks(L.CoherentDevices, manifest.CoherentDevices);
        Smmus(manifest.Smmus);
        RootComplexes(manifest.RootComplexes);
    }

    private void Banks(int list, IReadOnlyList<RmmMemoryBank> banks)
    {
        var start = Reserve(banks.Count * L.BankSize);
        for (var i = 0; i < banks.Count; i++)
        {
            Put64(start + i * L.BankSize, banks[i].Base);
            Put64(start + i * L.BankSize + 8, banks[i].SizeBytes);
        }

        List(list, banks.Count, start, banks.Count * L.BankSize);
    }

    private void Consoles(IReadOnlyList<RmmConsole> consoles)
    {
        var start = Reserve(consoles.Count * L.ConsoleSize);
        for (var i = 0; i < consoles.Count; i++)
        {
            var at = start + i * L.ConsoleSize;
            var console = consoles[i];
            Put64(at, console.Base);
            Put64(at + 8, console.MapPages);
            if (!Encoding.ASCII.TryGetBytes(console.Name, _page.Slice(at + L.ConsoleNameOffset, L.ConsoleNameSize), out _))
                throw new ArgumentException($"console name '{console.Name}' is longer than {L.ConsoleNameSize} characters");
            Put64(at + 24, console.ClockHz);
            Put64(at + 32, console.BaudRate);
            Put64(at + 40, console.Flags);
        }

        List(L.Consoles, consoles.Count, start, consoles.Count * L.ConsoleSize);
    }

    private void Smmus(IReadOnlyList<RmmSmmu> smmus)
    {
        var start = Reserve(smmus.Count * L.SmmuSize);
        for (var i = 0; i < smmus.Count; i++)
        {
            Put64(start + i * L.SmmuSize, smmus[i].Base);
            Put64(start + i * L.SmmuSize + 8, smmus[i].RealmPageBase);
        }

        List(L.Smmus, smmus.Count, start, smmus.Count * L.SmmuSize);
    }

    private void RootComplexes(IReadOnlyList<RmmRootComplex> complexes)
    {
        if (complexes.Count == 0) return;
        var start = Reserve(complexes.Count * L.RootComplexSize);
        var port = Reserve(complexes.Sum(complex => complex.Ports.Count) * L.RootPortSize);
        for (var i = 0; i < complexes.Count; i++)
        {
            var at = start + i * L.RootComplexSize;
            Put64(at, complexes[i].EcamBase);
            _page[at + 8] = complexes[i].Segment;
            Put32(at + 12, (uint)complexes[i].Ports.Count);
            Put64(at + 16, complexes[i].Ports.Count == 0 ? 0 : _address + (ulong)port);
            foreach (var rootPort in complexes[i].Ports)
            {
                RootPort(port, rootPort);
                port += L.RootPortSize;
            }
        }

        var pointer = _address + (ulong)start;
        Put64(L.RootComplexes, (ulong)complexes.Count);
        Put32(L.RootComplexes + L.RootListVersion, L.RootInfoVersion);
        Put64(L.RootComplexes + L.RootListPointer, pointer);
        Put64(L.RootComplexes + L.RootListChecksum, Checksum((ulong)complexes.Count, pointer, _page[start.._next]));
    }

    private void RootPort(int at, RmmRootPort port)
    {
        var mapping = Reserve(port.Mappings.Count * L.MappingSize);
        Put16(at, port.Bdf);
        Put32(at + 4, (uint)port.Mappings.Count);
        Put64(at + 8, port.Mappings.Count == 0 ? 0 : _address + (ulong)mapping);
        foreach (var (firstBdf, lastBdf, offset, smmuIndex) in port.Mappings)
        {
            Put16(mapping, firstBdf);
            Put16(mapping + 2, lastBdf);
            Put16(mapping + 4, offset);
            Put16(mapping + 6, smmuIndex);
            mapping += L.MappingSize;
        }
    }

    /// <summary>Fills in count, pointer and checksum; an empty list keeps three zeros.</summary>
    private readonly void List(int list, int count, int start, int sizeBytes)
    {
        if (count == 0) return;
        var pointer = _address + (ulong)start;
        Put64(list, (ulong)count);
        Put64(list + L.ListPointer, pointer);
        Put64(list + L.ListChecksum, Checksum((ulong)count, pointer, _page.Slice(start, sizeBytes)));
    }

    /// <summary>The number that makes count, pointer, checksum and all 64-bit words of the list add up to zero.</summary>
    private static ulong Checksum(ulong count, ulong pointer, ReadOnlySpan<byte> data)
    {
        var sum = count + pointer;
        for (var i = 0; i < data.Length; i += 8)
            sum += BinaryPrimitives.ReadUInt64LittleEndian(data[i..]);
        return 0 - sum;
    }

    private int Reserve(int sizeBytes)
    {
        var start = _next;
        _next += sizeBytes;
        return _next <= _page.Length ? start : throw TooSmall();
    }

    private readonly ArgumentException TooSmall() => new($"the boot manifest does not fit {_page.Length} bytes");

    private readonly void Put16(int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(_page[offset..], value);

    private readonly void Put32(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_page[offset..], value);

    private readonly void Put64(int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(_page[offset..], value);
}
