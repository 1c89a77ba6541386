namespace CcaEmu.Arm.Registers;

/// <summary>What MSR does with the value of a register.</summary>
public enum WriteEffect : byte
{
    /// <summary>The value becomes the register's.</summary>
    Replace,

    /// <summary>Ones of the value set bits; zeros leave them alone.</summary>
    Set,

    /// <summary>Ones of the value clear bits; zeros leave them alone.</summary>
    Clear,
}
