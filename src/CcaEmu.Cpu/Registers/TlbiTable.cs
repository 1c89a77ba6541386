using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using static CcaEmu.Arm.ExceptionLevel;
using static CcaEmu.Cpu.TrapRules;

namespace CcaEmu.Cpu;

/// <summary>Every TLBI that names translations: forms by what they name, each for this PE, the Inner and the Outer Shareable domain, and nXS.</summary>
/// <remarks>Arm ARM, C5.5 "A64 System instructions for TLB maintenance"; op0 is 1, CRn 8, or 9 for nXS.</remarks>
internal static class TlbiTable
{
    public static IEnumerable<SystemInstruction> Lines()
    {
        foreach (SystemInstruction line in PlainLines())
        {
            yield return line;
            SystemRegisterEncoding e = line.Encoding;
            yield return line with
            {
                Name = line.Name + "NXS",
                Encoding = SystemRegisterEncoding.Pack(1, e.Op1, 9, e.CRm, e.Op2),
                Feature = line.Feature == Feature.Base ? Feature.FEAT_XS : line.Feature,
                SecondFeature = Feature.FEAT_XS,
            };
        }
    }

    // CRm says who hears of it: 7 this PE alone, 3 the Inner Shareable domain, 1 the Outer Shareable domain; for ranges 6, 2, 5.
    private static IEnumerable<SystemInstruction> PlainLines()
    {
        (string Suffix, int CRm, int RangeCRm)[] reaches = [("", 7, 6), ("IS", 3, 2), ("OS", 1, 5)];
        (string Name, int Op1, int Op2, ExceptionLevel Level, TlbiForm Form, bool Last)[] forms =
        [
            ("VMALLE1", 0, 0, EL1, TlbiForm.Vmall, false), ("ASIDE1", 0, 2, EL1, TlbiForm.Asid, false),
            ("ALLE2", 4, 0, EL2, TlbiForm.All, false), ("ALLE1", 4, 4, EL1, TlbiForm.All, false),
            ("VMALLS12E1", 4, 6, EL1, TlbiForm.VmallS12, false), ("ALLE3", 6, 0, EL3, TlbiForm.All, false),
        ];
        (string Name, int Op1, int Op2, ExceptionLevel Level, bool Last)[] addresses =
        [
            ("VAE1", 0, 1, EL1, false), ("VAAE1", 0, 3, EL1, false), ("VALE1", 0, 5, EL1, true), ("VAALE1", 0, 7, EL1, true),
            ("VAE2", 4, 1, EL2, false), ("VALE2", 4, 5, EL2, true), ("VAE3", 6, 1, EL3, false), ("VALE3", 6, 5, EL3, true),
        ];
        foreach (var (suffix, crm, rangeCRm) in reaches)
        {
            foreach (var (name, op1, op2, level, form, last) in forms)
                yield return Line(name, suffix, op1, crm, op2, level, form, last);
            foreach (var (name, op1, op2, level, last) in addresses)
            {
                yield return Line(name, suffix, op1, crm, op2, level, TlbiForm.Va, last);
                yield return Range(Line("R" + name, suffix, op1, rangeCRm, op2, level, TlbiForm.Va, last));
            }
        }
        foreach (var (suffix, crm, op2) in ((string, int, int)[])[("IS", 0, 1), ("", 4, 1), ("OS", 4, 0)])
        {
            int rangeOp2 = suffix == "OS" ? 3 : 2;
            yield return Line("IPAS2E1", suffix, 4, crm, op2, EL1, TlbiForm.Ipas2, false);
            yield return Line("IPAS2LE1", suffix, 4, crm, op2 + 4, EL1, TlbiForm.Ipas2, true);
            yield return Range(Line("RIPAS2E1", suffix, 4, crm, rangeOp2, EL1, TlbiForm.Ipas2, false));
            yield return Range(Line("RIPAS2LE1", suffix, 4, crm, rangeOp2 + 4, EL1, TlbiForm.Ipas2, true));
        }
    }

    private static SystemInstruction Range(SystemInstruction line) => line with { IsRange = true, Feature = Feature.FEAT_TLBIRANGE };

    private static SystemInstruction Line(
        string name, string suffix, int op1, int crm, int op2, ExceptionLevel level, TlbiForm form, bool last)
    {
        ExceptionLevel minimum = op1 switch { 0 => EL1, 4 => EL2, _ => EL3 };
        TrapRule[] traps = op1 != 0 ? [] : suffix switch { "IS" => [TTLB, TTLBIS], "OS" => [TTLB, TTLBOS], _ => [TTLB] };
        var encoding = SystemRegisterEncoding.Pack(1, op1, 8, crm, op2);
        return new SystemInstruction($"TLBI {name}{suffix}", encoding, minimum, SystemOperation.TlbInvalidate, traps, level)
        {
            Broadcast = suffix.Length != 0,
            Feature = suffix == "OS" ? Feature.FEAT_TLBIOS : Feature.Base,
            NeedsEl2 = level == EL2,
            Tlbi = form,
            LastLevelOnly = last,
        };
    }
}
