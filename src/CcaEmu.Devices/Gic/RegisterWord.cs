namespace CcaEmu.Devices.Gic;

/// <summary>64-bit registers that may be accessed whole or by halves, and the identification words at a frame's end.</summary>
internal static class RegisterWord
{
    private const ulong FirstIdentification = 0xFFD0;

    /// <summary>What a read of a 64-bit register gives.</summary>
    public static ulong Read(ulong register, ulong offset, int sizeBytes) => sizeBytes == 8 ? register : (uint)(register >> (int)(offset & 4) * 8);

    /// <summary>What a 64-bit register holds after a write of it or of one half.</summary>
    public static ulong Write(ulong register, ulong offset, int sizeBytes, ulong value)
    {
        if (sizeBytes == 8)
            return value;
        int shift = (int)(offset & 4) * 8;
        return (register & ~(0xFFFF_FFFFUL << shift)) | (ulong)(uint)value << shift;
    }

    /// <summary>An identification register of a GICv3 frame of 64 KiB: PIDR4 to 7, PIDR0 to 3, CIDR0 to 3.</summary>
    /// <param name="offset">Offset in the frame; below the identification registers nothing is there.</param>
    /// <param name="part">PIDR0: which part it is.</param>
    public static uint Identification(ulong offset, byte part) => offset < FirstIdentification ? 0u : ((offset - FirstIdentification) / 4) switch
    {
        0 => 0x44u,
        4 => part,
        5 => 0xB4,
        6 => 0x3B, // the architecture revision: GICv3
        8 => 0x0D,
        9 => 0xF0,
        10 => 0x05,
        11 => 0xB1,
        _ => 0,
    };
}
