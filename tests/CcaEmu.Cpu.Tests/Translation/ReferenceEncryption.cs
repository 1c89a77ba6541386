using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>MECIDs of the Arm ARM's J1.1: AArch64.S1AMECFault, S1DisabledOutputMECID, S1OutputMECID and S2OutputMECID.</summary>
internal sealed class ReferenceEncryption(ProcessingElement pe)
{
    private bool HasMec => pe.Features.Has(Feature.FEAT_MEC);

    // SCR_EL3.SCTLR2En and TCR2En.
    private bool Emec(ReferenceRegime regime) => HasMec
        && (regime == ReferenceRegime.EL3 ? (pe[R.SCTLR2_EL3] >> 1 & 1) != 0 : (pe[R.SCR_EL3] >> 44 & 1) != 0 && (pe[R.SCTLR2_EL2] >> 1 & 1) != 0);

    private bool Amec(bool upper) => (pe[R.SCR_EL3] >> 43 & 1) != 0 && (pe[R.TCR2_EL2] >> (upper ? 13 : 12) & 1) != 0;

    public bool IsStage1Fault(ReferenceRegime regime, Pas pas, bool upper, ulong descriptor) =>
        Emec(regime) && !Amec(upper) && regime is ReferenceRegime.EL2 or ReferenceRegime.EL20 && pas == Pas.Realm && descriptor >> 63 != 0;

    public PhysicalAddress Disabled(ReferenceRegime regime, PhysicalAddress output) =>
        !Emec(regime) || regime == ReferenceRegime.EL3 || output.Pas != Pas.Realm ? output
            : With(output, regime == ReferenceRegime.EL10 ? R.VMECID_P_EL2 : R.MECID_P0_EL2);

    public PhysicalAddress Stage1(ReferenceRegime regime, bool upper, ulong descriptor, PhysicalAddress output)
    {
        if (!Emec(regime) || output.Pas != Pas.Realm)
            return output;
        bool alternate = descriptor >> 63 != 0;
        return With(output, regime switch
        {
            ReferenceRegime.EL3 => R.MECID_RL_A_EL3,
            ReferenceRegime.EL2 => alternate ? R.MECID_A0_EL2 : R.MECID_P0_EL2,
            ReferenceRegime.EL20 => upper ? alternate ? R.MECID_A1_EL2 : R.MECID_P1_EL2 : alternate ? R.MECID_A0_EL2 : R.MECID_P0_EL2,
            _ => R.VMECID_P_EL2,
        });
    }

    public PhysicalAddress Stage2(SecurityState state, ulong descriptor, PhysicalAddress output) =>
        state != SecurityState.Realm || !Emec(ReferenceRegime.EL10) || output.Pas != Pas.Realm ? output with { Mecid = 0 }
            : With(output, descriptor >> 63 != 0 ? R.VMECID_A_EL2 : R.VMECID_P_EL2);

    private PhysicalAddress With(PhysicalAddress output, R register) => output with { Mecid = (ushort)pe[register] };
}
