namespace CcaEmu.Arm.Smccc;

/// <summary>The function identifier of an SMC or HVC: W0 at the call.</summary>
/// <remarks>SMC Calling Convention (DEN0028), section "SMC and HVC Function Identifier".</remarks>
/// <param name="Value">The 32 bits.</param>
public readonly record struct SmcFunctionId(uint Value)
{
    /// <summary>The bit that says "no live SVE state" (SMCCC 1.3).</summary>
    public const uint SveHintBit = 1u << 16;

    /// <summary>Bits 23:17, which must be zero in a fast call.</summary>
    public const uint ReservedMask = 0x00FE_0000;

    /// <summary>Bit 31: a fast call, as against a yielding one.</summary>
    public bool IsFast => (Value & 1u << 31) != 0;

    /// <summary>Bit 30: the 64-bit convention.</summary>
    public bool Is64 => (Value & 1u << 30) != 0;

    /// <summary>Bits 29:24: whose function it is.</summary>
    public SmcOwner Owner => (SmcOwner)((Value >> 24) & 0x3F);

    /// <summary>Bit 16 of a fast call: the caller has no live SVE state.</summary>
    public bool SveHint => (Value & SveHintBit) != 0;

    /// <summary>Bits 15:0.</summary>
    public ushort Number => (ushort)Value;

    /// <summary>True when a fast call has a reserved bit set; such a call is not supported.</summary>
    public bool HasReservedBits => IsFast && (Value & ReservedMask) != 0;

    /// <summary>The identifier by which the function is dispatched.</summary>
    public SmcFunctionId WithoutSveHint => IsFast ? new(Value & ~SveHintBit) : this;

    /// <summary>Builds the identifier of a fast call.</summary>
    /// <param name="owner">Whose function.</param>
    /// <param name="number">Which function.</param>
    /// <param name="is64">The 64-bit convention.</param>
    /// <returns>The identifier, without hint.</returns>
    public static SmcFunctionId Fast(SmcOwner owner, ushort number, bool is64) =>
        new(1u << 31 | (is64 ? 1u << 30 : 0) | (uint)owner << 24 | number);

    /// <summary>Eight hexadecimal digits, for example <c>0xC4000158</c>.</summary>
    public override string ToString() => $"0x{Value:X8}";
}
