namespace CcaEmu.Cpu.FloatingPoint;

/// <summary>What kind of datum bits stand for, after flushing.</summary>
/// <remarks>Arm ARM, J1.3 shared pseudocode FPType. Denormals count as <see cref="Nonzero"/>: only FEAT_AFP tells them apart.</remarks>
internal enum FpType : byte
{
    /// <summary>Zero, or a denormal flushed to it.</summary>
    Zero,

    /// <summary>Any other finite number.</summary>
    Nonzero,

    /// <summary>Infinity.</summary>
    Infinity,

    /// <summary>A quiet NaN.</summary>
    QNaN,

    /// <summary>A signalling NaN.</summary>
    SNaN,
}
