namespace CcaEmu.Machine.Board;

/// <summary>Where things stand on the default board: Arm's Base RevC FVP.</summary>
/// <remarks>
/// <code>
///   0x0000_0000  boot ROM                     Root
///   0x0400_0000  trusted SRAM, 512 KiB        Root     level 0 GPT at 0x0407_0000
///   0x0600_0000  trusted DRAM, 32 MiB         Secure
///   0x1C09_0000  PL011 UART0..3, 64 KiB apart any
///   0x2F00_0000  GICv3 distributor            any
///   0x2F02_0000  GICv3 ITS                    any
///   0x2F10_0000  GICv3 redistributors         any      128 KiB to a PE
///   0x8000_0000  DRAM1, 2 GiB                 Non-secure, but for its top 36 MiB:
///   0xFDC0_0000    RMM, 32 MiB - 4 KiB        Realm
///   0xFFBF_F000    EL3-RMM shared page        Realm
///   0xFFC0_0000    monitor's data             Root
///   0xFFF0_0000    level 1 GPTs, 1 MiB        Root
///   0x8_8000_0000  DRAM2, 2 GiB or more       Non-secure
/// </code>
/// The cut of DRAM1 is Trusted Firmware-A's, which third-party CCA software is built for.
/// </remarks>
public static class FvpMemoryMap
{
    /// <summary>Boot ROM, where EL3 resets to.</summary>
    public const ulong BootRom = 0x0000_0000;

    /// <summary>Trusted SRAM.</summary>
    public const ulong TrustedSram = 0x0400_0000;

    /// <summary>Size of trusted SRAM in bytes.</summary>
    public const ulong TrustedSramSize = 0x0008_0000;

    /// <summary>Level 0 Granule Protection Table.</summary>
    public const ulong Level0Gpt = 0x0407_0000;

    /// <summary>Where the managed monitor notes that it has built a Granule Protection Table.</summary>
    public const ulong GptSeal = 0x0407_F000;

    /// <summary>Trusted DRAM.</summary>
    public const ulong TrustedDram = 0x0600_0000;

    /// <summary>Size of trusted DRAM in bytes.</summary>
    public const ulong TrustedDramSize = 0x0200_0000;

    /// <summary>First of four PL011 UARTs.</summary>
    public const ulong Uart0 = 0x1C09_0000;

    /// <summary>Bytes between two UARTs.</summary>
    public const ulong UartStride = 0x1_0000;

    /// <summary>GICv3 distributor.</summary>
    public const ulong GicDistributor = 0x2F00_0000;

    /// <summary>GICv3 interrupt translation service: control frame, then translation frame.</summary>
    public const ulong GicTranslationService = 0x2F02_0000;

    /// <summary>GICv3 redistributors.</summary>
    public const ulong GicRedistributors = 0x2F10_0000;

    /// <summary>Where the managed monitor's image would be: in trusted SRAM behind the page that boot stages share.</summary>
    public const ulong ManagedMonitor = TrustedSram + 0x3000;

    /// <summary>Where the managed hypervisor's image would be.</summary>
    public const ulong ManagedHypervisor = 0x8020_0000;

    /// <summary>First bank of DRAM.</summary>
    public const ulong Dram1 = 0x8000_0000;

    /// <summary>Size of the first bank in bytes.</summary>
    public const ulong Dram1Size = 0x8000_0000;

    /// <summary>Where a native hypervisor-level payload is entered.</summary>
    public const ulong NonSecurePayload = 0x8800_0000;

    /// <summary>The RMM's memory.</summary>
    public const ulong Rmm = 0xFDC0_0000;

    /// <summary>Size of the RMM's memory in bytes.</summary>
    public const ulong RmmSize = 0x01FF_F000;

    /// <summary>Page shared by EL3 and the RMM.</summary>
    public const ulong RmmSharedPage = 0xFFBF_F000;

    /// <summary>The monitor's own DRAM, up to the end of the bank.</summary>
    public const ulong MonitorDram = 0xFFC0_0000;

    /// <summary>Level 1 Granule Protection Tables.</summary>
    public const ulong Level1Gpts = 0xFFF0_0000;

    /// <summary>Second bank of DRAM.</summary>
    public const ulong Dram2 = 0x8_8000_0000;

    /// <summary>Default size of the second bank in bytes.</summary>
    public const ulong Dram2Size = 0x8000_0000;
}
