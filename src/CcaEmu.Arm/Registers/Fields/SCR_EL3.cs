namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Secure Configuration Register. Which world the levels below EL3 run in, and what EL3 takes from them.</summary>
/// <remarks>Arm ARM (DDI 0487), section "SCR_EL3, Secure Configuration Register".</remarks>
public static class SCR_EL3
{
    /// <summary>Non-secure, together with NSE: 0,0 Secure; 0,1 Non-secure; 1,1 Realm (NSE first).</summary>
    public const ulong NS = 1UL << 0;

    /// <summary>Physical IRQs are taken to EL3.</summary>
    public const ulong IRQ = 1UL << 1;

    /// <summary>Physical FIQs are taken to EL3.</summary>
    public const ulong FIQ = 1UL << 2;

    /// <summary>External aborts and SErrors are taken to EL3.</summary>
    public const ulong EA = 1UL << 3;

    /// <summary>SMC is UNDEFINED at EL1 and above.</summary>
    public const ulong SMD = 1UL << 7;

    /// <summary>HVC is enabled at EL1, EL2 and EL3.</summary>
    public const ulong HCE = 1UL << 8;

    /// <summary>Secure, Realm and Root instruction fetches from Non-secure memory are refused.</summary>
    public const ulong SIF = 1UL << 9;

    /// <summary>The next lower level is AArch64; RAO/WI in a PE without AArch32.</summary>
    public const ulong RW = 1UL << 10;

    /// <summary>Secure EL1 may use the Secure physical timer.</summary>
    public const ulong ST = 1UL << 11;

    /// <summary>WFI below EL3 is trapped.</summary>
    public const ulong TWI = 1UL << 12;

    /// <summary>WFE below EL3 is trapped.</summary>
    public const ulong TWE = 1UL << 13;

    /// <summary>LORegion registers are trapped.</summary>
    public const ulong TLOR = 1UL << 14;

    /// <summary>Error record registers are trapped.</summary>
    public const ulong TERR = 1UL << 15;

    /// <summary>Pointer authentication keys may be used below EL3.</summary>
    public const ulong APK = 1UL << 16;

    /// <summary>Pointer authentication instructions may be used below EL3.</summary>
    public const ulong API = 1UL << 17;

    /// <summary>Secure EL2 is enabled.</summary>
    public const ulong EEL2 = 1UL << 18;

    /// <summary>External aborts taken to EL3 use the SError vector.</summary>
    public const ulong EASE = 1UL << 19;

    /// <summary>SErrors are taken whatever PSTATE.A says at EL3.</summary>
    public const ulong NMEA = 1UL << 20;

    /// <summary>Fault injection registers are not trapped.</summary>
    public const ulong FIEN = 1UL << 21;

    /// <summary>SCXTNUM registers may be used below EL3.</summary>
    public const ulong EnSCXT = 1UL << 25;

    /// <summary>Allocation tags may be used below EL3.</summary>
    public const ulong ATA = 1UL << 26;

    /// <summary>Fine-grained trap registers may be used at EL2.</summary>
    public const ulong FGTEn = 1UL << 27;

    /// <summary>CNTPOFF_EL2 may be used at EL2.</summary>
    public const ulong ECVEn = 1UL << 28;

    /// <summary>The WFE trap delay is enabled.</summary>
    public const ulong TWEDEn = 1UL << 29;

    /// <summary>The WFE trap delay.</summary>
    public static BitField TWEDEL => new(30, 4);

    /// <summary>HCRX_EL2 may be used at EL2.</summary>
    public const ulong HXEn = 1UL << 38;

    /// <summary>RNDR and RNDRRS are trapped to EL3.</summary>
    public const ulong TRNDR = 1UL << 40;

    /// <summary>TCR2 registers may be used below EL3.</summary>
    public const ulong TCR2En = 1UL << 43;

    /// <summary>SCTLR2 registers may be used below EL3.</summary>
    public const ulong SCTLR2En = 1UL << 44;

    /// <summary>Permission indirection and overlay registers may be used below EL3.</summary>
    public const ulong PIEn = 1UL << 45;

    /// <summary>Granule protection faults of lower levels are taken to EL3 as GPC exceptions.</summary>
    public const ulong GPF = 1UL << 48;

    /// <summary>MECID registers may be used at EL2.</summary>
    public const ulong MECEn = 1UL << 49;

    /// <summary>With NS, the security state of the levels below EL3.</summary>
    public const ulong NSE = 1UL << 62;

    /// <summary>EL2 may set the virtual offsets of activity monitors.</summary>
    public const ulong AMVOFFEN = 1UL << 35;

    /// <summary>EL2 may use the second set of fine-grained trap registers.</summary>
    public const ulong FGTEn2 = 1UL << 59;
}
