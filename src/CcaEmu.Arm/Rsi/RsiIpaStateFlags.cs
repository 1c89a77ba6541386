namespace CcaEmu.Arm.Rsi;

/// <summary>The flags word of RSI_IPA_STATE_SET.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RsiRipasChangeFlags.</remarks>
[Flags]
public enum RsiIpaStateFlags : ulong
{
    /// <summary>A page whose RIPAS is DESTROYED stops the change to RAM.</summary>
    None = 0,

    /// <summary>A page whose RIPAS is DESTROYED becomes RAM too.</summary>
    ChangeDestroyed = 1,
}
