namespace CcaEmu.Arm.Registers;

/// <summary>One field of a syndrome with its value and what that means.</summary>
/// <param name="Name">Arm's name.</param>
/// <param name="High">Highest bit.</param>
/// <param name="Low">Lowest bit.</param>
/// <param name="Value">The bits.</param>
/// <param name="Meaning">In words.</param>
public readonly record struct EsrField(string Name, int High, int Low, ulong Value, string Meaning)
{
    /// <summary>For example <c>EC [31:26] = 0x25: Data Abort from the same EL</c>.</summary>
    public override string ToString() => High == Low
        ? $"{Name} [{High}] = {Value}: {Meaning}"
        : $"{Name} [{High}:{Low}] = 0x{Value:X}: {Meaning}";
}
