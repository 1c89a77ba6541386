namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Counter-timer Control Register. One timer: CNTP, CNTV, CNTHP, CNTHV, CNTHPS, CNTHVS, CNTPS.</summary>
/// <remarks>Arm ARM (DDI 0487), section "CNTP_CTL_EL0, Counter-timer Physical Timer Control Register" and its siblings.</remarks>
public static class CNTx_CTL
{
    /// <summary>The timer runs.</summary>
    public const ulong ENABLE = 1UL << 0;

    /// <summary>Its interrupt is masked.</summary>
    public const ulong IMASK = 1UL << 1;

    /// <summary>Its condition is met; read-only, meaningful when ENABLE is 1.</summary>
    public const ulong ISTATUS = 1UL << 2;
}
