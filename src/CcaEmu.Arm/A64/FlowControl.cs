namespace CcaEmu.Arm.A64;

/// <summary>What an instruction does to the program counter.</summary>
public enum FlowControl : byte
{
    /// <summary>Execution goes on at the next word.</summary>
    Next,

    /// <summary>Always branches to a target given in the word: B.</summary>
    UnconditionalBranch,

    /// <summary>Branches to a target given in the word, or goes on: B.cond, CBZ, CBNZ, TBZ, TBNZ.</summary>
    ConditionalBranch,

    /// <summary>Branches and writes the return address to X30: BL (target in the word) and BLR (target in a register).</summary>
    Call,

    /// <summary>Branches to a register: BR.</summary>
    IndirectBranch,

    /// <summary>Branches to a register, hinted as a subroutine return: RET.</summary>
    Return,

    /// <summary>Takes an exception or enters Debug state: SVC, HVC, SMC, BRK, HLT, DCPS1-3, UDF, and any word that is Undefined.</summary>
    Exception,

    /// <summary>Leaves an Exception level by SPSR and ELR, or by Debug state's copies: ERET, DRPS.</summary>
    ExceptionReturn,
}
