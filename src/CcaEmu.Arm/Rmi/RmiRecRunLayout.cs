namespace CcaEmu.Arm.Rmi;

/// <summary>
/// Offsets of RmiRecRun, the page that host and RMM share in RMI_REC_ENTER: entry in its first half, exit in its second.
/// </summary>
/// <remarks>
/// Little-endian; bytes without a name are zero. RMM specification 2.0-bet1 (DEN0137), types RmiRecRun, RmiRecEnter and
/// RmiRecExit.
/// </remarks>
public static class RmiRecRunLayout
{
    /// <summary>Size of the structure in bytes.</summary>
    public const int Size = 0x1000;

    /// <summary>Entry: flags, <see cref="RmiRecEnterFlags"/> (8 bytes).</summary>
    public const int EnterFlags = 0x000;

    /// <summary>Entry: X0 to X30 (248 bytes).</summary>
    public const int EnterGprs = 0x200;

    /// <summary>Exit: <see cref="RmiRecExitReason"/> (1 byte).</summary>
    public const int ExitReason = 0x800;

    /// <summary>Exit: ESR_EL2, masked (8 bytes).</summary>
    public const int ExitEsr = 0x900;

    /// <summary>Exit: FAR_EL2, masked (8 bytes).</summary>
    public const int ExitFar = 0x908;

    /// <summary>Exit: HPFAR_EL2 (8 bytes).</summary>
    public const int ExitHpfar = 0x910;

    /// <summary>Exit: the translation tree that faulted (8 bytes).</summary>
    public const int ExitRttTree = 0x918;

    /// <summary>Exit: X0 to X30 (248 bytes).</summary>
    public const int ExitGprs = 0xA00;

    /// <summary>Exit: CNTP_CTL_EL0 (8 bytes).</summary>
    public const int ExitCntpCtl = 0xC00;

    /// <summary>Exit: CNTP_CVAL_EL0 (8 bytes).</summary>
    public const int ExitCntpCval = 0xC08;

    /// <summary>Exit: CNTV_CTL_EL0 (8 bytes).</summary>
    public const int ExitCntvCtl = 0xC10;

    /// <summary>Exit: CNTV_CVAL_EL0 (8 bytes).</summary>
    public const int ExitCntvCval = 0xC18;

    /// <summary>Exit: base of a RIPAS change (8 bytes).</summary>
    public const int ExitRipasBase = 0xD00;

    /// <summary>Exit: top of a RIPAS change (8 bytes).</summary>
    public const int ExitRipasTop = 0xD08;

    /// <summary>Exit: wanted <see cref="Ripas"/> (1 byte).</summary>
    public const int ExitRipasValue = 0xD10;

    /// <summary>Exit: base of a permission change (8 bytes).</summary>
    public const int ExitS2apBase = 0xD20;

    /// <summary>Exit: top of a permission change (8 bytes).</summary>
    public const int ExitS2apTop = 0xD28;

    /// <summary>Exit: a virtual device (8 bytes).</summary>
    public const int ExitVdevId1 = 0xD30;

    /// <summary>Exit: another virtual device (8 bytes).</summary>
    public const int ExitVdevId2 = 0xD38;

    /// <summary>Exit: base of device memory to validate (8 bytes).</summary>
    public const int ExitDevMemBase = 0xD40;

    /// <summary>Exit: top of device memory to validate (8 bytes).</summary>
    public const int ExitDevMemTop = 0xD48;

    /// <summary>Exit: physical address of device memory to validate (8 bytes).</summary>
    public const int ExitDevMemPa = 0xD50;

    /// <summary>Exit: immediate of a host call (2 bytes).</summary>
    public const int ExitImm = 0xE00;

    /// <summary>Exit: plane of a host call (8 bytes).</summary>
    public const int ExitPlane = 0xE08;

    /// <summary>Exit: 1 while a counter overflow interrupt is asserted (1 byte).</summary>
    public const int ExitPmuOvfStatus = 0xF00;

    /// <summary>Exit: a virtual SMMU (8 bytes).</summary>
    public const int ExitVsmmu = 0xF10;
}
