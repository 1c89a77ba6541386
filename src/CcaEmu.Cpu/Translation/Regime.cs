namespace CcaEmu.Cpu;

/// <summary>A translation regime: whose tables and controls stage 1 goes by.</summary>
/// <remarks>Arm ARM, D8.1 "Translation regimes".</remarks>
internal enum Regime : byte
{
    /// <summary>EL3, in the Root state.</summary>
    EL3,

    /// <summary>EL2 with HCR_EL2.E2H clear: one range of addresses, no EL0.</summary>
    EL2,

    /// <summary>EL2 with HCR_EL2.E2H set, and EL0 below it when HCR_EL2.TGE is set too (FEAT_VHE).</summary>
    EL20,

    /// <summary>EL1 and EL0; the only one with a stage 2.</summary>
    EL10,
}
