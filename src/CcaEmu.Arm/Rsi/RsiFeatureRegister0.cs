namespace CcaEmu.Arm.Rsi;

/// <summary>RSI feature register 0: what the Realm has.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RsiFeatureRegister0.</remarks>
[Flags]
public enum RsiFeatureRegister0 : ulong
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Device assignment.</summary>
    Da = 1,

    /// <summary>"Mostly read-only" permissions.</summary>
    Mro = 2,

    /// <summary>Address translation services.</summary>
    Ats = 4,
}
