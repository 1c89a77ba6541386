using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.WholeMachine.Tests.Firmware.Matrix;

/// <summary>
/// Every register with an _EL12 or _EL02 name: which of two registers the name of EL1, the name of EL2 and the second name reach from EL2 and from
/// EL0 and EL1, read and written, as EL3 sees it before and after.
/// </summary>
/// <remarks>Arm ARM, D8.x "Virtualization Host Extensions", "System and Special-purpose register redirection".</remarks>
internal static class RedirectionCases
{
    private const ulong Pattern = 0x5A5A_A5A5_5AA5_A55A;

    public static IEnumerable<R> Twins(Situation situation) => SystemRegisterTable.All
        .Where(info => info.AliasOf != R.None && situation.Features.Has(info.Register) && !IsView(info.Register)).Select(info => info.Register);

    public static IEnumerable<NativeCase> Of(Situation situation) => Twins(situation).SelectMany(twin => Of(situation, SystemRegisterTable.Get(twin)));

    // CNTx_TVAL is CVAL less the time.
    private static bool IsView(R register) => register.ToString().Contains("TVAL", StringComparison.Ordinal);

    private static IEnumerable<NativeCase> Of(Situation situation, SystemRegisterInfo twin)
    {
        (R guests, R hosts) = (twin.AliasOf, twin.HostRegister);
        bool isEl0s = SystemRegisterTable.Get(guests).MinimumReadLevel == ExceptionLevel.EL0;
        if (situation.HasEl2)
        {
            R own = situation.E2h ? hosts : guests;
            yield return Reads(situation, ExceptionLevel.EL2, twin, guests, own);
            yield return Writes(situation, ExceptionLevel.EL2, twin, guests, own);
            yield return Reads(situation, ExceptionLevel.EL2, twin, hosts, hosts);
            yield return Writes(situation, ExceptionLevel.EL2, twin, hosts, hosts);
            if (situation.E2h)
            {
                foreach (ExceptionLevel level in (ExceptionLevel[])[ExceptionLevel.EL2, ExceptionLevel.EL3])
                {
                    yield return Reads(situation, level, twin, twin.Register, guests);
                    yield return Writes(situation, level, twin, twin.Register, guests);
                }
            }
        }
        foreach (ExceptionLevel level in (ExceptionLevel[])[ExceptionLevel.EL0, ExceptionLevel.EL1])
        {
            if (!situation.IsReachable(level) || (level == ExceptionLevel.EL0 && !isEl0s))
                continue;
            R own = level == ExceptionLevel.EL0 && situation.HasEl2 && situation.E2h && situation.Tge ? hosts : guests;
            yield return Reads(situation, level, twin, guests, own);
            yield return Writes(situation, level, twin, guests, own);
        }
        yield return Reads(situation, ExceptionLevel.EL3, twin, guests, guests);
        yield return Writes(situation, ExceptionLevel.EL3, twin, guests, guests);
    }

    private static NativeCase Reads(Situation situation, ExceptionLevel level, SystemRegisterInfo twin, R name, R reached)
    {
        uint[] stub = [Situation.Mrs(name, 2), Leaving.Word(level)];
        ulong mask = Mask(situation, reached);
        return Case(situation, level, $"MRS {name}", twin, stub, [ValueCheck.OfX(2, mask, Initial(situation, twin, reached) & mask)]);
    }

    private static NativeCase Writes(Situation situation, ExceptionLevel level, SystemRegisterInfo twin, R name, R reached)
    {
        uint[] stub = [Situation.Msr(name, 0), Leaving.Word(level)];
        ValueCheck[] checks = [.. ((R[])[twin.AliasOf, twin.HostRegister]).Select(register =>
        {
            ulong mask = Mask(situation, register);
            return new ValueCheck(Situation.Mrs(register, 0), mask, (register == reached ? Written(situation, reached) : Initial(situation, twin, register)) & mask);
        })];
        return Case(situation, level, $"MSR {name}", twin, stub, checks) with { X0 = Written(situation, reached) };
    }

    private static NativeCase Case(Situation situation, ExceptionLevel level, string subject, SystemRegisterInfo twin, uint[] stub, ValueCheck[] checks)
    {
        RegisterWrite[] changes =
        [
            .. ((R[])[twin.AliasOf, twin.HostRegister]).Where(register => Mask(situation, register) != 0)
                .Select(register => Situation.Write(register, Initial(situation, twin, register))),
        ];
        return new NativeCase(subject, situation.Place(level), $"{twin.AliasOf} or {twin.HostRegister}", situation.Setup, changes, stub,
            Situation.Spsr(level), Leaving.End(situation, level, stub.Length))
        { Checks = checks };
    }

    // Opposite bits in the two registers, beside the bits that must stay as they are.
    private static ulong Initial(Situation situation, SystemRegisterInfo twin, R register) =>
        With(situation, register, register == twin.AliasOf ? Pattern : ~Pattern);

    private static ulong Written(Situation situation, R register) => With(situation, register, Pattern << 4 ^ Pattern);

    private static ulong With(Situation situation, R register, ulong pattern) =>
        situation.Value(register) & ~Mask(situation, register) | pattern & Mask(situation, register);

    // The bits that may have any value while the firmware runs: no MMU, no alignment checks, no timer interrupt, and EL0 not stopped.
    private static ulong Mask(Situation situation, R register) => situation.Mask(register) & register switch
    {
        R.SCTLR_EL1 or R.SCTLR_EL2 => 1 << 12 | 1 << 19,
        R.CNTKCTL_EL1 => 0xF0,
        R.CNTHCTL_EL2 => 0xF0,
        R.CNTP_CTL_EL0 or R.CNTV_CTL_EL0 or R.CNTHP_CTL_EL2 or R.CNTHV_CTL_EL2 => 2,
        R.CPACR_EL1 or R.CPTR_EL2 => 3 << 20,
        _ => ulong.MaxValue,
    };
}
