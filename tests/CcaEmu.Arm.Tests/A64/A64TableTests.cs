using System.Numerics;
using CcaEmu.Arm.A64;

namespace CcaEmu.Arm.Tests.A64;

public sealed class A64TableTests
{
    [Test]
    public void Every_member_of_A64Op_but_Undefined_has_exactly_one_line_in_order() =>
        Assert.That(A64Table.Lines.Select(line => line.Op), Is.EqualTo(Enum.GetValues<A64Op>().Skip(1)));

    [Test]
    public void Every_pattern_has_32_characters_of_known_letters()
    {
        const string letters = "01dnmatusfFgiljhbNrpzvoScALekqCQEGOxy";
        foreach (A64Encoding line in A64Table.Lines)
        {
            Assert.That(line.Pattern, Has.Length.EqualTo(32), line.ToString());
            Assert.That(line.Pattern.All(letters.Contains), line.ToString());
        }
    }

    [Test]
    public void Register_letters_stand_where_the_accessors_read_them()
    {
        (char Letter, int Position)[] places =
        [
            ('d', 0), ('t', 0), ('n', 5), ('a', 10), ('u', 10), ('m', 16), ('s', 16),
        ];
        foreach (A64Encoding line in A64Table.Lines)
        {
            foreach ((char letter, int position) in places)
            {
                uint mask = line.FieldMask(letter);
                Assert.That(mask, Is.Zero.Or.EqualTo(31u << position), $"{line} field {letter}");
            }
        }
    }

    [Test]
    public void Lines_overlap_only_where_one_is_a_special_case_of_the_other()
    {
        foreach (A64Encoding a in A64Table.Lines)
        {
            foreach (A64Encoding b in A64Table.Lines.Where(b => b.Op > a.Op))
            {
                uint common = a.FixedMask & b.FixedMask;
                if (((a.FixedValue ^ b.FixedValue) & common) != 0)
                    continue;
                if (!AreKeptApart(a, b))
                    Assert.That(common == a.FixedMask ^ common == b.FixedMask, $"{a} and {b} overlap, and neither is inside the other");
            }
        }
    }

    /// <summary>Whether the rule of one line refuses every word of the bits that both patterns vary in a place where fields are (23:10).</summary>
    private static bool AreKeptApart(A64Encoding a, A64Encoding b)
    {
        const uint fields = 0x41FF_FC00;
        uint value = a.FixedValue | b.FixedValue, free = ~(a.FixedMask | b.FixedMask) & fields;
        uint bits = 0;
        do
        {
            if (a.Matches(value | bits) && b.Matches(value | bits))
                return false;
            bits = (bits - free) & free;
        }
        while (bits != 0);
        return true;
    }

    [Test]
    public void The_special_cases_are_the_known_ones()
    {
        var nested = from a in A64Table.Lines
                     from b in A64Table.Lines
                     where a.Op != b.Op && (a.FixedMask & b.FixedMask) == b.FixedMask && (a.FixedValue & b.FixedMask) == b.FixedValue
                     select $"{a.Op} in {b.Op}";
        Assert.That(nested, Is.EquivalentTo(new[]
        {
            "NOP in HINT", "YIELD in HINT", "WFE in HINT", "WFI in HINT", "SEV in HINT", "SEVL in HINT",
            "DGH in HINT", "XPACLRI in HINT", "PACIA1716 in HINT", "PACIB1716 in HINT", "AUTIA1716 in HINT", "AUTIB1716 in HINT",
            "ESB in HINT", "PSB_CSYNC in HINT", "TSB_CSYNC in HINT", "CSDB in HINT", "PACIAZ in HINT", "PACIASP in HINT", "PACIBZ in HINT", "PACIBSP in HINT", "AUTIAZ in HINT",
            "AUTIASP in HINT", "AUTIBZ in HINT", "AUTIBSP in HINT", "BTI in HINT",
            "CFINV in MSR_imm", "XAFLAG in MSR_imm", "AXFLAG in MSR_imm", "REV32 in REV", "BFCVT in FCVT",
        }));
        Assert.That(BitOperations.PopCount(A64Table.Get(A64Op.NOP).FixedMask), Is.EqualTo(32));
    }
}
