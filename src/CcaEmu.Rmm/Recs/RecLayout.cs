namespace CcaEmu.Rmm.Recs;

/// <summary>Offsets in a REC granule. The layout is the RMM's own.</summary>
internal static class RecLayout
{
    public const int Owner = 0x000;
    public const int State = 0x008;
    public const int Runnable = 0x010;
    public const int Mpidr = 0x018;
    public const int Pending = 0x020;
    public const int Abort = 0x028;
    public const int AbortEsr = 0x030;
    public const int AbortFar = 0x038;
    public const int HostCallIpa = 0x040;
    public const int RipasAddr = 0x048;
    public const int RipasTop = 0x050;
    public const int RipasValue = 0x058;
    public const int RipasChangeDestroyed = 0x060;
    public const int RegisterReadRt = 0x068;
    public const int AttestState = 0x070;
    public const int AttestOffset = 0x078;
    public const int IsErrorPending = 0x080;
    public const int IsOverflowSeen = 0x088;
    public const int SigningDone = 0x090;

    // 64 bytes.
    public const int Challenge = 0x0A0;

    // What the PE holds while the REC runs is one block, from here to the end of the vectors.
    public const int Pc = 0x0F0;
    public const int Pstate = 0x0F8;

    // X0 to X30.
    public const int Gprs = 0x100;

    // OS Lock and claim tags: see DebugLocks.
    public const int DebugLocks = 0x1F8;

    // In the order of RecRegisters.
    public const int SystemRegisters = 0x200;

    // V0 to V31.
    public const int Vectors = 0x4C0;

    // Words of the block.
    public const int StateWords = (AttestedMeasurements - Pc) / 8;

    // The four REMs that the token under way says, 64 bytes each.
    public const int AttestedMeasurements = 0x6C0;

    // RecMonitors, up to the memory donated for the REC.
    public const int Monitors = 0x7C0;
}
