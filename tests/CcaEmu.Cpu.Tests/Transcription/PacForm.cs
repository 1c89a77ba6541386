using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Tests.Transcription;

/// <summary>Which key, pointer and modifier an encoding names, read off its name as the page of the instruction explains it.</summary>
/// <param name="Key">IA, IB, DA or DB.</param>
/// <param name="Register">The register with the pointer.</param>
/// <param name="ModifierIn">The register with the modifier; 31 for SP, none for zero.</param>
internal readonly record struct PacForm(string Key, int Register, int? ModifierIn)
{
    private const int Any = 5, AnyModifier = 7;

    public static PacForm Of(A64Op op, Random random)
    {
        string name = op.ToString();
        if (name.StartsWith("XPAC", StringComparison.Ordinal))
            return new("", op == A64Op.XPACLRI ? 30 : Any, null);
        if (name.StartsWith("RETA", StringComparison.Ordinal) || name.StartsWith("ERETA", StringComparison.Ordinal))
            return new("I" + name[^1], 30, 31);
        if (name.Contains("1716", StringComparison.Ordinal))
            return new(name[3..5], 17, 16);
        if (name.EndsWith("SP", StringComparison.Ordinal))
            return new(name[3..5], 30, 31);
        bool branch = name[0] == 'B', zero = name.Contains('Z', StringComparison.Ordinal);
        string letters = name.Replace("Z", "", StringComparison.Ordinal);
        string key = branch ? "I" + letters[^1] : letters[3..5];
        bool hint = zero && name.EndsWith('Z') && !branch;
        return new(key, hint ? 30 : Any, zero ? null : random.Next(3) == 0 ? 31 : AnyModifier);
    }

    /// <summary>The modifier that the form can have.</summary>
    public ulong Modifier(ulong drawn) => ModifierIn is null ? 0 : drawn;

    /// <summary>Loads pointer and modifier, and other values beside them; gives the modifier.</summary>
    public ulong Prepare(PacMachine machine, ulong pointer, ulong modifier)
    {
        for (int n = 0; n < 31; n++)
            machine.Pe.X(n) = 0x5555_0000_0000_0000 + (ulong)n;
        machine.Sp = 0x6666;
        machine.Pe.X(Register) = pointer;
        if (ModifierIn == 31)
            machine.Sp = modifier;
        else if (ModifierIn is { } register)
            machine.Pe.X(register) = modifier;
        return Modifier(modifier);
    }

    /// <summary>The word; a field that the encoding does not have is not written.</summary>
    public uint Word(A64Op op)
    {
        bool branch = A64Table.Get(op).FlowControl != FlowControl.Next;
        uint pointer = (uint)Register, modifier = (uint)(ModifierIn ?? 31);
        return branch ? A64.Word(op, ('n', pointer), ('d', modifier)) : A64.Word(op, ('d', pointer), ('n', modifier));
    }
}
