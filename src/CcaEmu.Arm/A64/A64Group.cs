namespace CcaEmu.Arm.A64;

/// <summary>The groups that the encoding table is written in, one file each.</summary>
/// <remarks>Arm ARM, A64 instruction set encoding; the vector instructions are divided further, by what they compute.</remarks>
public enum A64Group : byte
{
    /// <summary>Data Processing - Immediate.</summary>
    DataProcessingImmediate,

    /// <summary>Branches, Exception Generating and System instructions.</summary>
    BranchSystem,

    /// <summary>Data Processing - Register.</summary>
    DataProcessingRegister,

    /// <summary>Loads and Stores of general-purpose registers.</summary>
    LoadStore,

    /// <summary>Loads and Stores of SIMD&amp;FP registers.</summary>
    SimdLoadStore,

    /// <summary>Data Processing - Scalar Floating-Point.</summary>
    FloatingPoint,

    /// <summary>Advanced SIMD, scalar and vector, on integers, bits and whole elements.</summary>
    AdvancedSimd,

    /// <summary>Advanced SIMD, scalar and vector, on floating-point numbers.</summary>
    AdvancedSimdFloat,

    /// <summary>Cryptographic instructions.</summary>
    Cryptography,
}
