using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Cpu.Tests.Registers;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.WholeMachine.Tests.Firmware.Matrix;

/// <summary>
/// The trap matrix: each fact in each situation with all controls open, and with each control bit that the fact names turned over. What must
/// happen comes from the facts; a register or instruction of a feature that the PE has not must be UNDEFINED.
/// </summary>
internal static class AccessCases
{
    private const ulong UndefinedSyndrome = 1 << 25;
    private const uint Sevl = 0xD503_20BF;
    private const uint Wfe = 0xD503_205F;

    /// <summary>All open, and each bit alone.</summary>
    public static IEnumerable<NativeCase> Of(Situation situation, IEnumerable<AccessFact> facts) =>
        from fact in facts
        where situation.IsReachable(fact.Level)
        from flipped in ((R Control, int Bit)[][])[[], .. Bits(situation, fact).Select(bit => new[] { bit })]
        let row = Case(situation, fact, flipped)
        where row is not null
        select row;

    /// <summary>Each two bits: which of two traps comes first.</summary>
    public static IEnumerable<NativeCase> PairsOf(Situation situation, IEnumerable<AccessFact> facts) =>
        from fact in facts
        where situation.IsReachable(fact.Level)
        let bits = Bits(situation, fact)
        from first in Enumerable.Range(0, bits.Length)
        from second in Enumerable.Range(first + 1, bits.Length - first - 1)
        let row = Case(situation, fact, bits[first], bits[second])
        where row is not null
        select row;

    private static (R Control, int Bit)[] Bits(Situation situation, AccessFact fact) =>
        [.. fact.Controls().Where(bit => !AccessFact.IsDimension(bit) && (situation.Mask(bit.Control) >> bit.Bit & 1) != 0)];

    private static NativeCase? Case(Situation situation, AccessFact fact, params (R Control, int Bit)[] flipped)
    {
        ulong Value(R register) => flipped.Where(bit => bit.Control == register).Aggregate(situation.Value(register), (value, bit) => value ^ 1UL << bit.Bit);
        ExpectedAccess expected = Exists(situation.Features, fact) ? fact.Expect(new ControlState(Value, situation.State)) : default;
        if (expected is { IsAllowed: true, IsFollowed: false })
            return null;
        RegisterWrite[] changes = [.. flipped.Select(bit => bit.Control).Distinct().Select(register => Situation.Write(register, WithWayOut(register, Value(register))))];
        uint[] prefix = fact.Subject.StartsWith("WFE", StringComparison.Ordinal) ? [Sevl, Wfe] : [];
        uint[] stub = [.. prefix, fact.Word, Leaving.Word(fact.Level)];
        string condition = flipped.Length == 0 ? "all open" : string.Join(", ", flipped.Select(bit => $"{bit.Control}[{bit.Bit}] = {Value(bit.Control) >> bit.Bit & 1}"));
        return new NativeCase(fact.Subject, situation.Place(fact.Level), condition, situation.Setup, changes, stub,
            Situation.Spsr(fact.Level), End(situation, fact, expected, stub.Length))
        {
            X0 = Operand(situation, fact),
        };
    }

    // With SMD no handler below EL3 gets back but by a trapped WFI.
    private static ulong WithWayOut(R register, ulong value) =>
        register == R.SCR_EL3 && (value & SCR_EL3.SMD) != 0 ? value | SCR_EL3.TWI : value;

    private static NativeEnd End(Situation situation, AccessFact fact, ExpectedAccess expected, int words)
    {
        ulong at = (ulong)(words - 2) * 4;
        int own = situation.Target(fact.Level);
        if (expected.IsUndefined)
            return new NativeEnd(own, Situation.Vector(fact.Level, own), UndefinedSyndrome, at);
        if (expected.Target is { } target && target != ExceptionLevel.EL0)
            return new NativeEnd((int)target, Situation.Vector(fact.Level, (int)target), expected.Syndrome, at + expected.ReturnOffset);
        // Device memory, as all of it is with the MMU off: an Alignment fault, WnR 1.
        if (fact.Subject == "DC ZVA")
            return new NativeEnd(own, Situation.Vector(fact.Level, own), ((int)fact.Level == own ? 0x25UL : 0x24UL) << 26 | UndefinedSyndrome | 0x61, at);
        return Leaving.End(situation, fact.Level, words);
    }

    // What MSR writes must leave the firmware its vectors, its stack and its state; the address of other instructions is memory.
    private static ulong Operand(Situation situation, AccessFact fact) => fact.Register switch
    {
        R.None => fact.Subject.EndsWith("in the past", StringComparison.Ordinal) ? 0
            : fact.Subject.StartsWith("WF", StringComparison.Ordinal) ? ulong.MaxValue : CaseTable.Scratch,
        R.VBAR_EL3 => CaseTable.Vectors3,
        R.SCR_EL3 or R.HCR_EL2 => situation.Value(fact.Register),
        R.SPSel => 1,
        R.DAIF => 0x3C0,
        _ => 0,
    };

    private static bool Exists(PeFeatures features, AccessFact fact)
    {
        if (fact.Register != R.None)
            return features.Has(fact.Register);
        return !SystemInstructionTable.TryFind((ushort)(fact.Word >> 5), out SystemInstruction? instruction) || (fact.Word >> 19) != 0xD508_0000u >> 19
            || (features.Has(instruction!.Feature) && features.Has(instruction.SecondFeature));
    }
}
