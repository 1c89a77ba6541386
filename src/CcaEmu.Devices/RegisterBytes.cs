namespace CcaEmu.Devices;

/// <summary>Narrow and wide accesses to devices whose registers are words.</summary>
internal static class RegisterBytes
{
    /// <summary>The part of a word that an access of 1, 2 or 4 bytes at an offset sees.</summary>
    public static ulong Part(uint word, ulong offset, int sizeBytes)
    {
        uint shifted = word >> (int)((offset & 3) * 8);
        return sizeBytes >= 4 ? shifted : shifted & ((1u << (sizeBytes * 8)) - 1);
    }

    /// <summary>One byte of the eight of an identification block, a word apart.</summary>
    public static uint Identification(ulong bytes, ulong offset) => (uint)(bytes >> (int)((offset & 0x1C) * 2)) & 0xFF;
}
