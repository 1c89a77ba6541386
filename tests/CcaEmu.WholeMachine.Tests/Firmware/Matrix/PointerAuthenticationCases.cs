using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.WholeMachine.Tests.Firmware.Matrix;

/// <summary>
/// Authentication that fails, with each key at each level: an exception with FEAT_FPAC, with the whole address in it only with FEAT_FPACCOMBINE
/// where the address is used at once; without, an address that is no longer canonical and faults when it is used.
/// </summary>
/// <remarks>Arm ARM, J1.1 Authenticate() and AddPAC(); "Faulting on pointer authentication".</remarks>
internal static class PointerAuthenticationCases
{
    private const ulong Pointer = CaseTable.Scratch;
    private const ulong NotCanonical = 0x0012_0000_0000_0000 | Pointer;
    private const ulong Modifier = 0x1234_5678;
    private const ulong Failure = 0x1CUL << 26 | 1 << 25;
    private const uint MoveX2 = 0xAA00_03E2, MoveX5 = 0xAA00_03E5, MoveX3 = 0xAA02_03E3, MoveX7 = 0xAA02_03E7, OtherModifier = 0x9100_0424;

    private static readonly Key[] Keys =
    [
        new("IA", 0, R.APIAKeyLo_EL1, R.APIAKeyHi_EL1), new("IB", 1, R.APIBKeyLo_EL1, R.APIBKeyHi_EL1),
        new("DA", 2, R.APDAKeyLo_EL1, R.APDAKeyHi_EL1), new("DB", 3, R.APDBKeyLo_EL1, R.APDBKeyHi_EL1),
    ];

    public static IEnumerable<NativeCase> Of(Situation situation) =>
        from level in Enum.GetValues<ExceptionLevel>()
        where situation.IsReachable(level)
        from key in Keys
        from row in (NativeCase[])[Wrong(situation, level, key), Unsigned(situation, level, key), .. Combined(situation, level, key)]
        select row;

    // X2: signed with the modifier; X5: signed with another; X3: X2 authenticated with the other one; X7: with its own.
    private static NativeCase Wrong(Situation situation, ExceptionLevel level, Key key)
    {
        const uint Xor62 = 0xCA02_0066, Xor65 = 0xCA05_00C6, Compare30 = 0xEB00_007F, SetX4IfNot = 0x9A9F_07E4;
        uint[] stub =
        [
            MoveX2, key.Sign(2, 1), OtherModifier, MoveX5, key.Sign(5, 4), MoveX3, key.Authenticate(3, 4),
            Xor62, Xor65, Compare30, SetX4IfNot, MoveX7, key.Authenticate(7, 1), Leaving.Word(level),
        ];
        NativeCase row = Row($"AUT{key.Name} with another modifier", situation, level, key, stub, Pointer);
        if (situation.Features.Has(Feature.FEAT_FPAC))
            return row with { End = Fails(situation, level, key, 24) };
        ValueCheck poison = situation.Features.Has(Feature.FEAT_PAuth2) ? ValueCheck.OfX(6, ulong.MaxValue, Pointer)
            : ValueCheck.OfX(3, ulong.MaxValue, key.Poisoned(Pointer));
        return row with { Checks = [poison, ValueCheck.OfX(4, ulong.MaxValue, 1), ValueCheck.OfX(7, ulong.MaxValue, Pointer)] };
    }

    // An address that was not canonical before it was signed does not authenticate, but with FEAT_PAuth2 and without FEAT_FPAC it comes back.
    private static NativeCase Unsigned(Situation situation, ExceptionLevel level, Key key)
    {
        uint[] stub = [MoveX2, key.Sign(2, 1), MoveX3, key.Authenticate(3, 1), Leaving.Word(level)];
        NativeCase row = Row($"AUT{key.Name} of what was not canonical", situation, level, key, stub, NotCanonical);
        if (situation.Features.Has(Feature.FEAT_FPAC))
            return row with { End = Fails(situation, level, key, 12) };
        ulong back = situation.Features.Has(Feature.FEAT_PAuth2) ? NotCanonical : key.Poisoned(Pointer);
        return row with { Checks = [ValueCheck.OfX(3, ulong.MaxValue, back)] };
    }

    private static IEnumerable<NativeCase> Combined(Situation situation, ExceptionLevel level, Key key)
    {
        const uint MoveX30 = 0xAA00_03FE, AboveSp = 0x9100_43E4;
        if (key.IsData)
        {
            uint load = 0xF820_0400u | key.Letter << 23 | 2 << 5 | 6;
            yield return Used($"LDRA{(char)('A' + key.Letter)}", situation, level, key, [MoveX2, key.Sign(2, 1), load], 0x24, isFetch: false);
            yield break;
        }
        uint branch = 0xD71F_0800u | key.Letter << 10 | 2 << 5 | 4;
        yield return Used($"BRA{(char)('A' + key.Letter)}", situation, level, key, [MoveX2, key.Sign(2, 1), OtherModifier, branch], 0x20, isFetch: true);
        uint call = branch | 1 << 21;
        yield return Used($"BLRA{(char)('A' + key.Letter)}", situation, level, key, [MoveX2, key.Sign(2, 1), OtherModifier, call], 0x20, isFetch: true);
        uint ret = 0xD65F_0BFFu | key.Letter << 10;
        yield return Used($"RETA{(char)('A' + key.Letter)}", situation, level, key, [MoveX30, AboveSp, key.Sign(30, 4), ret], 0x20, isFetch: true);
    }

    // The last word authenticates and uses the address: it faults itself, or the address does, at level 0 because the MMU is off.
    private static NativeCase Used(
        string subject, Situation situation, ExceptionLevel level, Key key, uint[] stub, ulong abortClass, bool isFetch)
    {
        NativeCase row = Row($"{subject} with another modifier", situation, level, key, stub, Pointer);
        ulong at = (ulong)(stub.Length - 1) * 4;
        if (situation.Features.Has(Feature.FEAT_FPACCOMBINE))
            return row with { End = Fails(situation, level, key, at) };
        int target = situation.Target(level);
        ulong syndrome = (abortClass + ((int)level == target ? 1UL : 0)) << 26 | 1 << 25;
        ValueCheck[] checks = situation.Features.Has(Feature.FEAT_PAuth2) ? []
            : [new ValueCheck(ValueCheck.SavedFar, ulong.MaxValue, key.Poisoned(Pointer))];
        return row with { End = new NativeEnd(target, Situation.Vector(level, target), syndrome, isFetch ? null : at), Checks = checks };
    }

    private static NativeCase Row(string subject, Situation situation, ExceptionLevel level, Key key, uint[] stub, ulong pointer)
    {
        RegisterWrite[] changes = [Situation.Write(key.Low, 0x0123_4567_89AB_CDEF), Situation.Write(key.High, 0xFEDC_BA98_7654_3210)];
        return new NativeCase(subject, situation.Place(level), Describe(situation), situation.Setup, changes, stub, Situation.Spsr(level),
            Leaving.End(situation, level, stub.Length))
        { X0 = pointer, X1 = Modifier };
    }

    private static NativeEnd Fails(Situation situation, ExceptionLevel level, Key key, ulong at)
    {
        int target = situation.Target(level);
        return new NativeEnd(target, Situation.Vector(level, target), Failure | key.Number, at);
    }

    private static string Describe(Situation situation) => string.Join(' ',
        ((Feature[])[Feature.FEAT_PAuth, Feature.FEAT_EPAC, Feature.FEAT_PAuth2, Feature.FEAT_FPAC, Feature.FEAT_FPACCOMBINE]).Where(situation.Features.Has));

    /// <summary>A key: bit 1 of its number is data, bit 0 is key B, as ESR_ELx has them.</summary>
    private sealed record Key(string Name, uint Number, R Low, R High)
    {
        public bool IsData => Number >= 2;

        public uint Letter => Number & 1;

        public uint Sign(uint d, uint n) => 0xDAC1_0000u | Number << 10 | n << 5 | d;

        public uint Authenticate(uint d, uint n) => 0xDAC1_1000u | Number << 10 | n << 5 | d;

        // FEAT_PAuth before FEAT_PAuth2: two bits below the top say that it failed, and with which key.
        public ulong Poisoned(ulong pointer) => pointer | (Letter != 0 ? 2UL : 1UL) << 61;
    }
}
