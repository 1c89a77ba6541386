namespace CcaEmu.Cpu.Instructions;

/// <summary>Reads and writes of emulated memory by a host pointer that has passed every check.</summary>
internal static unsafe class HostMemory
{
    public static ulong Read(byte* host, int size) => size switch
    {
        1 => *host,
        2 => *(ushort*)host,
        4 => *(uint*)host,
        _ => *(ulong*)host,
    };

    public static void Write(byte* host, int size, ulong value)
    {
        switch (size)
        {
            case 1: *host = (byte)value; break;
            case 2: *(ushort*)host = (ushort)value; break;
            case 4: *(uint*)host = (uint)value; break;
            default: *(ulong*)host = value; break;
        }
    }
}
