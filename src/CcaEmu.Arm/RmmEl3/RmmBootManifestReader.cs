using System.Buffers.Binary;
using System.Text;
using CcaEmu.Arm.Smccc;
using L = CcaEmu.Arm.RmmEl3.RmmBootManifestLayout;

namespace CcaEmu.Arm.RmmEl3;

/// <summary>Reads a boot manifest and refuses what the RMM could not trust.</summary>
internal ref struct RmmBootManifestReader(ReadOnlySpan<byte> page, ulong address)
{
    private readonly ReadOnlySpan<byte> _page = page;
    private readonly ulong _address = address;
    private ulong _consumedBytes;
    private bool _bad;

    internal RmmBootManifest? Manifest { get; private set; }

    internal RmmBootStatus Read()
    {
        if (_page.Length < L.HeaderSize) return RmmBootStatus.ManifestDataError;
        var version = InterfaceVersion.Decode(U32(L.Version));
        if (version.Major != RmmBootManifest.OldestVersion.Major || version.CompareTo(RmmBootManifest.OldestVersion) < 0)
            return RmmBootStatus.ManifestVersionNotSupported;
        Manifest = new RmmBootManifest
        {
            Version = version,
            PlatData = U64(L.PlatData),
            Dram = Banks(L.Dram),
            Consoles = Consoles(),
            NonCoherentDevices = version.Minor >= 4 ? Banks(L.NonCoherentDevices) : [],
            CoherentDevices = version.Minor >= 4 ? Banks(L.CoherentDevices) : [],
            Smmus = version.Minor >= 5 ? Smmus() : [],
            RootComplexes = version.Minor >= 5 ? RootComplexes() : [],
        };
        return _bad ? RmmBootStatus.ManifestDataError : RmmBootStatus.Success;
    }

    private RmmMemoryBank[] Banks(int list)
    {
        var banks = new RmmMemoryBank[List(list, L.BankSize, out var start)];
        var end = 0UL;
        for (var i = 0; i < banks.Length; i++)
        {
            var bank = banks[i] = new RmmMemoryBank(U64(start + i * L.BankSize), U64(start + i * L.BankSize + 8));
            if (bank.SizeBytes == 0 || ((bank.Base | bank.SizeBytes) & 0xFFF) != 0 || bank.Base < end
                || bank.SizeBytes > ulong.MaxValue - bank.Base)
                _bad = true;
            else
                end = bank.Base + bank.SizeBytes;
        }

        return banks;
    }

    private RmmConsole[] Consoles()
    {
        var consoles = new RmmConsole[List(L.Consoles, L.ConsoleSize, out var start)];
        for (var i = 0; i < consoles.Length; i++)
        {
            var at = start + i * L.ConsoleSize;
            var name = Encoding.ASCII.GetString(_page.Slice(at + L.ConsoleNameOffset, L.ConsoleNameSize)).TrimEnd('\0');
            consoles[i] = new RmmConsole(U64(at), U64(at + 8), name, U64(at + 24), U64(at + 32), U64(at + 40));
        }

        return consoles;
    }

    private RmmSmmu[] Smmus()
    {
        var smmus = new RmmSmmu[List(L.Smmus, L.SmmuSize, out var start)];
        for (var i = 0; i < smmus.Length; i++)
            smmus[i] = new RmmSmmu(U64(start + i * L.SmmuSize), U64(start + i * L.SmmuSize + 8));
        return smmus;
    }

    private RmmRootComplex[] RootComplexes()
    {
        var pointer = U64(L.RootComplexes + L.RootListPointer);
        var complexes = new RmmRootComplex[Array(U64(L.RootComplexes), pointer, L.RootComplexSize, out var start)];
        var end = start + complexes.Length * L.RootComplexSize;
        for (var i = 0; i < complexes.Length; i++)
        {
            var at = start + i * L.RootComplexSize;
            var ports = Ports(U32(at + 12), U64(at + 16), ref end);
            complexes[i] = new RmmRootComplex(U64(at), _page[at + 8], ports);
        }

        CheckSum(U64(L.RootComplexes), pointer, U64(L.RootComplexes + L.RootListChecksum), start, end);
        if (complexes.Length > 0 && U32(L.RootComplexes + L.RootListVersion) != L.RootInfoVersion) _bad = true;
        return complexes;
    }

    private RmmRootPort[] Ports(uint count, ulong pointer, ref int end)
    {
        var ports = new RmmRootPort[Array(count, pointer, L.RootPortSize, out var start)];
        end = Math.Max(end, start + ports.Length * L.RootPortSize);
        for (var i = 0; i < ports.Length; i++)
        {
            var at = start + i * L.RootPortSize;
            var mappings = new RmmBdfMapping[Array(U32(at + 4), U64(at + 8), L.MappingSize, out var mapping)];
            end = Math.Max(end, mapping + mappings.Length * L.MappingSize);
            for (var j = 0; j < mappings.Length; j++, mapping += L.MappingSize)
                mappings[j] = new RmmBdfMapping(U16(mapping), U16(mapping + 2), U16(mapping + 4), U16(mapping + 6));
            ports[i] = new RmmRootPort(U16(at), mappings);
        }

        return ports;
    }

    /// <summary>Checks a list's pointer and checksum, and gives its length and place.</summary>
    private int List(int list, int elementSize, out int start)
    {
        var count = U64(list);
        var pointer = U64(list + L.ListPointer);
        var length = Array(count, pointer, elementSize, out start);
        CheckSum(count, pointer, U64(list + L.ListChecksum), start, start + length * elementSize);
        return length;
    }

    /// <summary>
    /// The length of an array that lies in the page behind the header, or 0 and a mark that the manifest is bad.
    /// </summary>
    /// <remarks>All arrays together must fit the page, so that arrays which overlap cannot multiply.</remarks>
    private int Array(ulong count, ulong pointer, int elementSize, out int start)
    {
        start = L.HeaderSize;
        if (count == 0) return 0;
        var offset = pointer - _address;
        if (offset < L.HeaderSize || offset > (ulong)_page.Length || offset % 8 != 0
            || count > ((ulong)_page.Length - offset) / (ulong)elementSize)
        {
            _bad = true;
            return 0;
        }

        _consumedBytes += count * (ulong)elementSize;
        if (_consumedBytes > (ulong)_page.Length)
        {
            _bad = true;
            return 0;
        }

        start = (int)offset;
        return (int)count;
    }

    private void CheckSum(ulong count, ulong pointer, ulong checksum, int start, int end)
    {
        var sum = count + pointer + checksum;
        for (var i = start; i < end; i += 8)
            sum += U64(i);
        if (sum != 0) _bad = true;
    }

    private readonly ushort U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_page[offset..]);

    private readonly uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_page[offset..]);

    private readonly ulong U64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_page[offset..]);
}
