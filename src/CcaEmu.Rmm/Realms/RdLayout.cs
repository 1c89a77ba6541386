namespace CcaEmu.Rmm.Realms;

/// <summary>Offsets in a Realm Descriptor granule. The layout is the RMM's own.</summary>
internal static class RdLayout
{
    public const int State = 0x000;
    public const int HashAlgorithm = 0x008;
    public const int IpaWidth = 0x010;
    public const int RttBase = 0x018;
    public const int RttLevelStart = 0x020;
    public const int RttNumStart = 0x028;
    public const int Vmid = 0x030;
    public const int RecIndex = 0x038;
    public const int NumRecs = 0x040;
    public const int NumRunning = 0x048;
    public const int NumBps = 0x050;
    public const int NumWps = 0x058;
    public const int Flags0 = 0x060;
    public const int RttGranule = 0x068;
    public const int PmuNumCtrs = 0x070;
    public const int Rpv = 0x080;
    public const int InstanceSeed = 0x0C0;

    // RIM and the four REMs, 64 bytes each.
    public const int Measurements = 0x100;
}
