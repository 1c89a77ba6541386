using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Every register bit that stage 2 depends on.</summary>
/// <param name="State">Security state.</param>
/// <param name="Vtcr">VTCR_EL2, with the size, first level and granule of VSTCR_EL2 where those count.</param>
/// <param name="Vttbr">VTTBR_EL2 with the VMID, or VSTTBR_EL2 with the VMID of VTTBR_EL2.</param>
/// <param name="Hcr">HCR_EL2.{VM,DC,PTW,FWB,TGE}.</param>
/// <param name="TablePas">Address space of the tables.</param>
/// <param name="OutputPas">Address space of outputs; in Realm state, of leaves without NS.</param>
/// <param name="Contexts">With which MECIDs it reaches the Realm space.</param>
/// <remarks>
/// Secure state (FEAT_SEL2) has two of these, for IPAs of the Secure and of the Non-secure space. Arm ARM, J1.1 shared pseudocode
/// AArch64.NSS2TTWParams, AArch64.SS2TTWParams, AArch64.SS2InitialTTWState, AArch64.SS2OutputPASpace.
/// </remarks>
internal readonly record struct Stage2Controls(SecurityState State, ulong Vtcr, ulong Vttbr, ulong Hcr, Pas TablePas, Pas OutputPas, EncryptionContexts Contexts = default)
{
    // What VSTCR_EL2 holds at the places where VTCR_EL2 has it: T0SZ, SL0, TG0, SL2.
    private const ulong Shape = 0x3F | 3UL << 6 | 3UL << 14 | VTCR_EL2.SL2;

    /// <summary>The registers as they are now.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="state">Security state.</param>
    /// <param name="hcr">HCR_EL2, its bits that matter.</param>
    /// <param name="ipaSpace">Space of the IPAs: the state's own, or in Secure state the Non-secure one.</param>
    public static Stage2Controls Of(ProcessingElement pe, SecurityState state, ulong hcr, Pas ipaSpace)
    {
        ulong vtcr = pe.Raw(R.VTCR_EL2), vttbr = pe.Raw(R.VTTBR_EL2);
        if (state != SecurityState.Secure)
            return new(state, vtcr, vttbr, hcr, ipaSpace, ipaSpace, EncryptionContexts.OfStage2(pe, state));
        ulong vstcr = pe.Raw(R.VSTCR_EL2);
        bool secureOutput = (vstcr & (VSTCR_EL2.SW | VSTCR_EL2.SA)) == 0;
        if (ipaSpace == Pas.NonSecure)
        {
            secureOutput &= (vtcr & (VTCR_EL2.NSW | VTCR_EL2.NSA)) == 0;
            return new(state, vtcr, vttbr, hcr, Of((vtcr & VTCR_EL2.NSW) == 0), Of(secureOutput));
        }
        ulong table = (vttbr & ~VSTTBR_EL2.Table) | (pe.Raw(R.VSTTBR_EL2) & VSTTBR_EL2.Table);
        return new(state, (vtcr & ~Shape) | (vstcr & Shape), table, hcr, Of((vstcr & VSTCR_EL2.SW) == 0), Of(secureOutput));
    }

    private static Pas Of(bool secure) => secure ? Pas.Secure : Pas.NonSecure;
}
