using System.Buffers.Binary;
using System.Security.Cryptography;
using CcaEmu.Hypervisor.Images;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>
/// The Realm Initial Measurement of an image by the rules alone: parameters, each page with its contents, the runnable REC. Nothing of the
/// RMM or the hypervisor is used.
/// </summary>
/// <remarks>RMM specification (DEN0137), section "Realm Initial Measurement"; initial value: hash of the parameters.</remarks>
internal static class ExpectedRim
{
    private const int PageBytes = 0x1000;

    /// <summary>The first eight bytes with the default launch, as hello prints them.</summary>
    public static string Of(Elf64Image image)
    {
        byte[] parameters = new byte[PageBytes];
        parameters[0x08] = 33; // s2sz
        parameters[0x18] = 5; // num_bps
        parameters[0x20] = 3; // num_wps
        byte[] rim = Hash(parameters);
        foreach ((ulong ipa, byte[] contents) in Pages(image))
        {
            byte[] descriptor = Descriptor(0, rim);
            BinaryPrimitives.WriteUInt64LittleEndian(descriptor.AsSpan(0x50), ipa);
            BinaryPrimitives.WriteUInt64LittleEndian(descriptor.AsSpan(0x58), 1);
            Hash(contents).CopyTo(descriptor, 0x60);
            rim = Hash(descriptor);
        }
        byte[] rec = new byte[PageBytes];
        rec[0] = 1; // runnable
        BinaryPrimitives.WriteUInt64LittleEndian(rec.AsSpan(0x200), image.EntryPoint.Value);
        byte[] last = Descriptor(1, rim);
        Hash(rec).CopyTo(last, 0x50);
        return Convert.ToHexStringLower(Hash(last).AsSpan(0, 8));
    }

    private static SortedDictionary<ulong, byte[]> Pages(Elf64Image image)
    {
        var pages = new SortedDictionary<ulong, byte[]>();
        foreach (ImageSegment segment in image.Segments)
        {
            for (int i = 0; i < segment.Data.Length; i++)
            {
                ulong address = segment.Address.Value + (ulong)i;
                ulong page = address & ~0xFFFUL;
                if (!pages.TryGetValue(page, out byte[]? contents))
                    pages.Add(page, contents = new byte[PageBytes]);
                contents[address & 0xFFF] = segment.Data.Span[i];
            }
        }
        return pages;
    }

    private static byte[] Descriptor(byte type, byte[] rim)
    {
        byte[] descriptor = new byte[0x100];
        descriptor[0] = type;
        BinaryPrimitives.WriteUInt64LittleEndian(descriptor.AsSpan(8), 0x100);
        rim.CopyTo(descriptor, 0x10);
        return descriptor;
    }

    private static byte[] Hash(byte[] bytes) => SHA256.HashData(bytes);
}
