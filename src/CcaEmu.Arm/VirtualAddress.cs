namespace CcaEmu.Arm;

/// <summary>A virtual address: what an instruction names, before stage 1 of translation.</summary>
/// <param name="Value">The 64-bit address, tag byte included.</param>
public readonly record struct VirtualAddress(ulong Value)
{
    /// <summary>The address in hexadecimal, for example <c>0xFFFF800000001000</c>.</summary>
    public override string ToString() => $"0x{Value:X}";
}
