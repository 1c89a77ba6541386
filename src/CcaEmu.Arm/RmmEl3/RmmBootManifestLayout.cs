namespace CcaEmu.Arm.RmmEl3;

/// <summary>Offsets and sizes of the boot manifest, version 0.5.</summary>
/// <remarks>RMM-EL3 communication interface 2.0 of Trusted Firmware-A, section on the boot manifest. Little-endian.</remarks>
internal static class RmmBootManifestLayout
{
    internal const int Version = 0;
    internal const int PlatData = 8;
    internal const int Dram = 16;
    internal const int Consoles = 40;
    internal const int NonCoherentDevices = 64;
    internal const int CoherentDevices = 88;
    internal const int Smmus = 112;
    internal const int RootComplexes = 136;
    internal const int HeaderSize = 168;

    /// <summary>memory_info, console_list, smmu_list: count, pointer, checksum.</summary>
    internal const int ListPointer = 8;
    internal const int ListChecksum = 16;

    internal const int BankSize = 16;
    internal const int ConsoleSize = 48;
    internal const int ConsoleNameOffset = 16;
    internal const int ConsoleNameSize = 8;
    internal const int SmmuSize = 16;

    /// <summary>root_complex_list: count, version of the information, pointer, checksum.</summary>
    internal const int RootListVersion = 8;
    internal const int RootListPointer = 16;
    internal const int RootListChecksum = 24;
    internal const uint RootInfoVersion = 1;

    internal const int RootComplexSize = 24;
    internal const int RootPortSize = 16;
    internal const int MappingSize = 8;
}
