namespace CcaEmu.Arm.A64;

/// <summary>A rule between fields of a word that a bit pattern cannot say. A word that breaks it is not this encoding.</summary>
public enum A64Constraint : byte
{
    /// <summary>The pattern alone decides.</summary>
    None,

    /// <summary>N:imms:immr is a valid bitmask immediate for the operand size (DecodeBitMasks).</summary>
    LogicalImmediate,

    /// <summary>32-bit variant: hw&lt;1&gt; is 0.</summary>
    MoveWide,

    /// <summary>N equals sf; 32-bit variant: immr&lt;5&gt; and imms&lt;5&gt; are 0.</summary>
    Bitfield,

    /// <summary>N equals sf; 32-bit variant: imms&lt;5&gt; is 0.</summary>
    Extract,

    /// <summary>32-bit variant: imm6&lt;5&gt; is 0.</summary>
    LogicalShift,

    /// <summary>The shift is not ROR; 32-bit variant: imm6&lt;5&gt; is 0.</summary>
    AddSubtractShift,

    /// <summary>The left shift imm3 is at most 4.</summary>
    ExtendShift,

    /// <summary>The register offset is extended from a word or a doubleword: option&lt;1&gt; is 1.</summary>
    RegisterOffset,

    /// <summary>Rs and Rt are even.</summary>
    EvenPair,

    /// <summary>opc&lt;0&gt; equals sf: REV reverses the whole register (the 64-bit word with 0 is REV32).</summary>
    RevSize,

    /// <summary>op1:op2 names UAO, PAN, SPSel, SSBS, DIT, DAIFSet or DAIFClr.</summary>
    MsrImmediate,

    /// <summary>ftype is S, D or H: not 0b10. The words with H need FEAT_FP16.</summary>
    FloatType,

    /// <summary>As <see cref="FloatType"/>; 32-bit variant: at most 32 fraction bits, scale&lt;5&gt; is 1.</summary>
    FloatFixed,

    /// <summary>As <see cref="FloatType"/>; S goes with a 32-bit register, D with a 64-bit one, H with either.</summary>
    FloatMove,

    /// <summary>ftype and opc of FCVT are two different of S, D and H.</summary>
    FloatConvert,

    /// <summary>size:Q is not a vector of one doubleword, 0b110.</summary>
    NotOneDoubleword,

    /// <summary>sz:Q is not a vector of one double-precision number, 0b10.</summary>
    NotOneDouble,

    /// <summary>sz:L is not 0b11: the index of a doubleword is H alone; nor is sz:Q 0b10.</summary>
    FloatByElement,

    /// <summary>sz:L is not 0b11: the index of a doubleword is H alone.</summary>
    ScalarFloatByElement,

    /// <summary>size is not 0b11.</summary>
    SizeNot3,

    /// <summary>size is 0b01 or 0b10.</summary>
    SizeHalfOrWord,

    /// <summary>size is 0b00 or 0b01.</summary>
    SizeByteOrHalf,

    /// <summary>size is not 0b11, and a vector of words has four.</summary>
    AcrossLanes,

    /// <summary>64-bit variant of EXT: imm4&lt;3&gt; is 0.</summary>
    ExtractIndex,

    /// <summary>imm5&lt;3:0&gt; is not zero: it gives an element size.</summary>
    ElementIndex,

    /// <summary>imm5&lt;3:0&gt; is not zero, and doublewords fill 128 bits.</summary>
    ElementCopy,

    /// <summary>SMOV: imm5 gives an element narrower than the register.</summary>
    SignedMoveToGeneral,

    /// <summary>UMOV: imm5 gives a doubleword for X, another element for W.</summary>
    MoveToGeneral,

    /// <summary>immh is not zero.</summary>
    ShiftNotZero,

    /// <summary>immh is not zero, and doublewords fill 128 bits.</summary>
    VectorShift,

    /// <summary>SIMD&amp;FP load or store of one register: opc&lt;1&gt; is 0, or size is 00 for a Q register.</summary>
    SimdAccess,

    /// <summary>The same, and the register offset is extended from a word or a doubleword: option&lt;1&gt; is 1.</summary>
    SimdRegisterOffset,

    /// <summary>SIMD&amp;FP pair or literal: opc is not 11.</summary>
    SimdPair,

    /// <summary>Structures of two or more elements: size:Q is not 110 (1D).</summary>
    StructureArrangement,

    /// <summary>FCMLA and FCADD: size is not 0b00, and doublewords fill 128 bits.</summary>
    ComplexSize,

    /// <summary>FCMLA (by element) of halfwords: 64 bits hold two pairs, so that H is 0 or Q is 1.</summary>
    ComplexElement,
}
