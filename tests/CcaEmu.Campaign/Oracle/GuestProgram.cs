using System.Runtime.InteropServices;

namespace CcaEmu.Campaign.Oracle;

/// <summary>A batch as a static Linux program: an ELF file of one segment.</summary>
internal static class GuestProgram
{
    /// <summary>The file's bytes.</summary>
    public static byte[] Build(Batch batch)
    {
        var harness = new HarnessCode(batch.Slots.Count, batch.StatesPerSlot);
        int inputs = batch.Cases * CaseState.Bytes;
        int fileBytes = (int)(GuestLayout.States - GuestLayout.Base) + inputs;
        byte[] image = new byte[fileBytes];
        WriteHeader(image, (ulong)fileBytes, (ulong)(fileBytes + inputs));
        Put(image, GuestLayout.Harness, MemoryMarshal.AsBytes<uint>(harness.Code.ToArray()));
        Put(image, GuestLayout.Control, harness.ControlBlock);
        Put(image, GuestLayout.Slots, MemoryMarshal.AsBytes<uint>(batch.SlotCode(harness.Done)));
        Put(image, GuestLayout.States, MemoryMarshal.AsBytes<ulong>(batch.Inputs.AsSpan(0, batch.Cases * CaseState.Words)));
        return image;
    }

    private static void Put(byte[] image, ulong address, ReadOnlySpan<byte> bytes) => bytes.CopyTo(image.AsSpan((int)(address - GuestLayout.Base)));

    private static void WriteHeader(byte[] image, ulong fileBytes, ulong memoryBytes)
    {
        using var writer = new BinaryWriter(new MemoryStream(image));
        writer.Write([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        writer.Write((ushort)2);
        writer.Write((ushort)183);
        writer.Write(1u);
        writer.Write(GuestLayout.Harness);
        writer.Write(64UL);
        writer.Write(0UL);
        writer.Write(0u);
        writer.Write((ushort)64);
        writer.Write((ushort)56);
        writer.Write((ushort)1);
        writer.Write((ushort)64);
        writer.Write(0u);
        writer.Write(1u);
        writer.Write(7u);
        writer.Write(0UL);
        writer.Write(GuestLayout.Base);
        writer.Write(GuestLayout.Base);
        writer.Write(fileBytes);
        writer.Write(memoryBytes);
        writer.Write(0x1000UL);
    }
}
