using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>
/// S2TTWParams of the Arm ARM's J1.1, by AArch64.NSS2TTWParams, RLS2TTWParams and SS2TTWParams, with what AArch64.SS2InitialTTWState,
/// SS2OutputPASpace, S2StartLevel, S2InvalidSL and S2InconsistentSL make of them.
/// </summary>
internal readonly record struct ReferenceStage2Parameters
{
    public ReferenceStage2Parameters(ProcessingElement pe, SecurityState ss, Pas ipaSpace)
    {
        ulong vtcr = pe[R.VTCR_EL2], hcr = pe[R.HCR_EL2];
        bool secureTables = ss == SecurityState.Secure && ipaSpace == Pas.Secure;
        ulong shape = secureTables ? pe[R.VSTCR_EL2] : vtcr;
        Ttbr = secureTables ? pe[R.VSTTBR_EL2] : pe[R.VTTBR_EL2];
        Vm = (hcr & (1UL | 1UL << 12)) != 0;
        GranuleBits = (shape >> 14 & 3) switch { 1 => 16, 2 => 14, _ => 12 };
        TxSZ = (int)(shape & 63);
        Ps = (int)(vtcr >> 16) & 7;
        Sh = (int)(vtcr >> 12) & 3;
        Ptw = (hcr >> 2 & 1) != 0 && (hcr >> 27 & 1) == 0;
        Fwb = (hcr >> 46 & 1) != 0;
        Ha = (vtcr >> 21 & 1) != 0;
        Hd = Ha && (vtcr >> 22 & 1) != 0;
        Ds = GranuleBits != 16 && pe.Features.Has(Feature.FEAT_LPA2) && (vtcr >> 32 & 1) != 0;
        Sl0 = (int)(shape >> 6) & 3;
        Sl2 = GranuleBits == 12 && Ds && (shape >> 33 & 1) != 0;
        TablePas = OutputPas = ss == SecurityState.Realm ? Pas.Realm : Pas.NonSecure;
        if (ss != SecurityState.Secure)
            return;
        bool sw = (pe[R.VSTCR_EL2] >> 29 & 1) != 0, sa = (pe[R.VSTCR_EL2] >> 30 & 1) != 0;
        bool nsw = (vtcr >> 29 & 1) != 0, nsa = (vtcr >> 30 & 1) != 0;
        if (ipaSpace == Pas.Secure)
        {
            TablePas = sw ? Pas.NonSecure : Pas.Secure;
            OutputPas = !sw && !sa ? Pas.Secure : Pas.NonSecure;
        }
        else
        {
            TablePas = nsw ? Pas.NonSecure : Pas.Secure;
            OutputPas = !sw && !sa && !nsw && !nsa ? Pas.Secure : Pas.NonSecure;
        }
    }

    public bool Vm { get; }

    public ulong Ttbr { get; }

    public int GranuleBits { get; }

    public int TxSZ { get; }

    public int Ps { get; }

    public int Sh { get; }

    public bool Ptw { get; }

    public bool Fwb { get; }

    public bool Ha { get; }

    public bool Hd { get; }

    public bool Ds { get; }

    public int Sl0 { get; }

    public bool Sl2 { get; }

    public Pas TablePas { get; }

    /// <summary>Of Realm state: that of leaves without NS.</summary>
    public Pas OutputPas { get; }

    /// <summary>S2StartLevel; null where S2InvalidSL.</summary>
    public int? StartLevel(int paMax, bool ttst) => (GranuleBits, Sl2, Sl0) switch
    {
        (12, true, 0) => paMax < 52 ? null : -1,
        (12, true, _) => null,
        (12, false, 0) => 2,
        (12, false, 1) => 1,
        (12, false, 2) => 0,
        (12, false, _) => ttst ? 3 : null,
        (14, _, 0) => 3,
        (14, _, 1) => 2,
        (14, _, 2) => 1,
        (14, _, _) => !Ds || paMax < 52 ? null : 0,
        (_, _, 0) => 3,
        (_, _, 1) => 2,
        (_, _, 2) => 1,
        _ => null,
    };
}
