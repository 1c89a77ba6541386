namespace CcaEmu.Arm;

/// <summary>An intermediate physical address: what stage 1 produces and stage 2 translates.</summary>
/// <param name="Value">The address in bytes; at most 52 bits are significant.</param>
public readonly record struct Ipa(ulong Value)
{
    /// <summary>The address in hexadecimal, for example <c>0x80001000</c>.</summary>
    public override string ToString() => $"0x{Value:X}";
}
