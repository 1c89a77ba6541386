namespace CcaEmu.Arm.A64;

/// <summary>A condition code, by its encoding.</summary>
/// <remarks>Arm ARM, Condition code; shared pseudocode, function ConditionHolds.</remarks>
public enum Condition : byte
{
    /// <summary>Equal: Z set.</summary>
    EQ,

    /// <summary>Not equal: Z clear.</summary>
    NE,

    /// <summary>Carry set, unsigned higher or same: C set.</summary>
    CS,

    /// <summary>Carry clear, unsigned lower: C clear.</summary>
    CC,

    /// <summary>Minus: N set.</summary>
    MI,

    /// <summary>Plus or zero: N clear.</summary>
    PL,

    /// <summary>Overflow: V set.</summary>
    VS,

    /// <summary>No overflow: V clear.</summary>
    VC,

    /// <summary>Unsigned higher: C set and Z clear.</summary>
    HI,

    /// <summary>Unsigned lower or same: C clear or Z set.</summary>
    LS,

    /// <summary>Signed greater than or equal: N equals V.</summary>
    GE,

    /// <summary>Signed less than: N differs from V.</summary>
    LT,

    /// <summary>Signed greater than: Z clear and N equals V.</summary>
    GT,

    /// <summary>Signed less than or equal: Z set or N differs from V.</summary>
    LE,

    /// <summary>Always.</summary>
    AL,

    /// <summary>Always, too: the encoding 0b1111.</summary>
    NV,
}
