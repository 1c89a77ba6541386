using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Tests.Transcription;

/// <summary>What signing or authenticating a pointer ends in.</summary>
/// <param name="Value">The result, where nothing is taken.</param>
/// <param name="Failed">ISS of the PAC Fail exception, where that is taken.</param>
/// <param name="Trap">The level that use is trapped to, or 0.</param>
internal readonly record struct PlainPacEnd(ulong Value, uint? Failed = null, int Trap = 0);

/// <summary>
/// Pointer authentication written down from the shared pseudocode (InsertPAC, Authenticate, Strip, AddPACGA and the functions of each key),
/// on texts of 64 zeros and ones that are cut at the bits the manual names. For Non-secure state or EL3, with FEAT_VHE.
/// </summary>
internal sealed class PlainPac(PeFeatures features)
{
    /// <summary>Key registers by name: IA, IB, DA, DB, GA.</summary>
    public Dictionary<string, (ulong Hi, ulong Lo)> Keys { get; } = [];

    /// <summary>SCTLR_EL1 to SCTLR_EL3 and TCR_EL1 to TCR_EL3 by level.</summary>
    public ulong[] Sctlr { get; } = new ulong[4];

    public ulong[] Tcr { get; } = new ulong[4];

    public int El { get; set; }

    public bool E2h { get; set; }

    public bool Tge { get; set; }

    /// <summary>HCR_EL2.API and SCR_EL3.API.</summary>
    public bool HcrApi { get; set; }

    public bool ScrApi { get; set; }

    /// <summary>Whether EL0 or EL2 belongs to a host (IsInHost).</summary>
    private bool InHost => E2h && (El == 2 || (El == 0 && Tge));

    /// <summary>The level whose registers say how addresses are translated (S1TranslationRegime).</summary>
    public int Regime => El != 0 ? El : InHost ? 2 : 1;

    private bool TwoRanges => Regime == 1 || (Regime == 2 && E2h);

    /// <summary>AddPACIA and its kin.</summary>
    public PlainPacEnd Add(string key, ulong x, ulong y)
    {
        if (!IsEnabled(key))
            return new(x);
        return Trap() is var trap and not 0 ? new(0, Trap: trap) : new(InsertPac(x, y, Keys[key], key[0] == 'D'));
    }

    /// <summary>AuthIA and its kin.</summary>
    public PlainPacEnd Auth(string key, ulong x, ulong y, bool isCombined)
    {
        if (!IsEnabled(key))
            return new(x);
        return Trap() is var trap and not 0 ? new(0, Trap: trap) : Authenticate(x, y, Keys[key], key[0] == 'D', key[1] == 'B' ? '1' : '0', isCombined);
    }

    /// <summary>AddPACGA.</summary>
    public PlainPacEnd Generic(ulong x, ulong y) =>
        Trap() is var trap and not 0 ? new(0, Trap: trap) : new(Number(Bits(ComputePac(x, y, Keys["GA"]))[..32] + new string('0', 32)));

    /// <summary>Strip.</summary>
    public ulong Strip(ulong a, bool data) => Number(Original(Bits(a), EffectiveTbi(a, data), BottomPacBit(Bit(Bits(a), 55))));

    /// <summary>AArch64.BranchAddr at the current level.</summary>
    public ulong BranchAddr(ulong vaddress)
    {
        if (!EffectiveTbi(vaddress, data: false))
            return vaddress;
        string bits = Bits(vaddress);
        char top = TwoRanges ? Bit(bits, 55) : '0';
        return Number(new string(top, 8) + bits[8..]);
    }

    /// <summary>The level that a PAC Fail exception goes to (AArch64.PACFailException).</summary>
    public int FailTarget => El != 0 ? El : Tge ? 2 : 1;

    /// <summary>Whether bits 63:56 of an address of data are a tag.</summary>
    public bool HasDataTag(ulong address) => EffectiveTbi(address, data: true);

    private static string Bits(ulong value) => Convert.ToString((long)value, 2).PadLeft(64, '0');

    private static ulong Number(string bits) => Convert.ToUInt64(bits, 2);

    private static char Bit(string bits, int n) => bits[63 - n];

    // bits<high:low>; empty where high is below low.
    private static string Cut(string bits, int high, int low) => high < low ? "" : bits[(63 - high)..(64 - low)];

    private static string Eor(string a, string b) => new([.. a.Zip(b, (x, y) => x == y ? '0' : '1')]);

    private bool IsEnabled(string key)
    {
        int bit = key switch { "IA" => 31, "IB" => 30, "DA" => 27, _ => 13 };
        return (Sctlr[Regime] >> bit & 1) != 0;
    }

    private int Trap()
    {
        bool trapEl2 = (El == 0 && !InHost || El == 1) && !HcrApi, trapEl3 = El != 3 && !ScrApi;
        return trapEl2 ? 2 : trapEl3 ? 3 : 0;
    }

    private ulong ComputePac(ulong data, ulong modifier, (ulong Hi, ulong Lo) key) => features.Has(Feature.FEAT_PACIMP)
        ? PlainFastPac.Compute(data, modifier, key.Hi, key.Lo)
        : PlainQarma.ComputePACQARMA(data, modifier, key.Hi, key.Lo, features.Has(Feature.FEAT_PACQARMA3));

    private bool EffectiveTbi(ulong address, bool data)
    {
        ulong tcr = Tcr[Regime];
        (int tbi, int tbid) = !TwoRanges ? (20, 29) : Bit(Bits(address), 55) == '1' ? (38, 52) : (37, 51);
        return (tcr >> tbi & 1) != 0 && (data || (tcr >> tbid & 1) == 0);
    }

    private char SelectBit(ulong ptr, bool data)
    {
        string bits = Bits(ptr);
        if (!TwoRanges)
            return Bit(bits, EffectiveTbi(ptr, data) ? 55 : 63);
        ulong tcr = Tcr[Regime];
        bool tbi1 = (tcr >> 38 & 1) != 0, tbi0 = (tcr >> 37 & 1) != 0, tbid1 = (tcr >> 52 & 1) != 0, tbid0 = (tcr >> 51 & 1) != 0;
        bool by55 = data ? tbi1 || tbi0 : (tbi1 && !tbid1) || (tbi0 && !tbid0);
        return Bit(bits, by55 ? 55 : 63);
    }

    private int BottomPacBit(char topBit) => 64 - (int)(Tcr[Regime] >> (TwoRanges && topBit == '1' ? 16 : 0) & 63);

    // A pointer whose extension is that of the address which bit 55 says.
    private static string Original(string ptr, bool tbi, int bottom, char? extension = null)
    {
        char ext = extension ?? Bit(ptr, 55);
        return tbi
            ? Cut(ptr, 63, 56) + new string(ext, 56 - bottom) + Cut(ptr, bottom - 1, 0)
            : new string(ext, 64 - bottom) + Cut(ptr, bottom - 1, 0);
    }

    private ulong InsertPac(ulong pointer, ulong modifier, (ulong Hi, ulong Lo) key, bool data)
    {
        bool tbi = EffectiveTbi(pointer, data);
        int topBit = tbi ? 55 : 63;
        char selbit = SelectBit(pointer, data);
        int bottom = BottomPacBit(selbit);
        string ptr = Bits(pointer);
        string pac = Bits(ComputePac(Number(Original(ptr, tbi, bottom, selbit)), modifier, key));
        if (!features.Has(Feature.FEAT_PAuth2))
        {
            string field = Cut(ptr, topBit, bottom);
            if (field.Contains('1') && field.Contains('0'))
            {
                pac = features.Has(Feature.FEAT_EPAC) ? new string('0', 64)
                    : Cut(pac, 63, topBit) + (Bit(pac, topBit - 1) == '0' ? '1' : '0') + Cut(pac, topBit - 2, 0);
            }
            return Number(Cut(tbi ? ptr : pac, 63, 56) + selbit + Cut(pac, 54, bottom) + Cut(ptr, bottom - 1, 0));
        }
        string upper = tbi ? Cut(ptr, 63, 56) : Eor(Cut(ptr, 63, 56), Cut(pac, 63, 56));
        return Number(upper + selbit + Eor(Cut(ptr, 54, bottom), Cut(pac, 54, bottom)) + Cut(ptr, bottom - 1, 0));
    }

    private PlainPacEnd Authenticate(ulong pointer, ulong modifier, (ulong Hi, ulong Lo) key, bool data, char keyNumber, bool isCombined)
    {
        bool tbi = EffectiveTbi(pointer, data);
        string ptr = Bits(pointer);
        int bottom = BottomPacBit(Bit(ptr, 55));
        string original = Original(ptr, tbi, bottom);
        string pac = Bits(ComputePac(Number(original), modifier, key));
        if (!features.Has(Feature.FEAT_PAuth2))
        {
            bool same = Cut(pac, 54, bottom) == Cut(ptr, 54, bottom) && (tbi || Cut(pac, 63, 56) == Cut(ptr, 63, 56));
            string error = $"{keyNumber}{(keyNumber == '0' ? '1' : '0')}";
            return new(Number(same ? original
                : tbi ? Cut(original, 63, 55) + error + Cut(original, 52, 0) : Cut(original, 63, 63) + error + Cut(original, 60, 0)));
        }
        string upper = tbi ? Cut(ptr, 63, 56) : Eor(Cut(ptr, 63, 56), Cut(pac, 63, 56));
        string result = upper + Bit(ptr, 55) + Eor(Cut(ptr, 54, bottom), Cut(pac, 54, bottom)) + Cut(ptr, bottom - 1, 0);
        bool checks = features.Has(Feature.FEAT_FPACCOMBINE) || (features.Has(Feature.FEAT_FPAC) && !isCombined);
        string extension = tbi ? Cut(result, 54, bottom) : Cut(result, 63, bottom);
        bool wrong = extension.Any(bit => bit != Bit(result, 55));
        return checks && wrong ? new(0, Failed: (data ? 2u : 0) + (keyNumber == '1' ? 1u : 0)) : new(Number(result));
    }
}
