namespace CcaEmu.Cpu;

/// <summary>A set of the exception levels that a trap can take an access from.</summary>
[Flags]
internal enum Levels : byte
{
    EL0 = 1,
    EL1 = 2,
    EL2 = 4,
    EL3 = 8,
    EL1And0 = EL0 | EL1,
    EL2And1 = EL1 | EL2,
    BelowEL3 = EL0 | EL1 | EL2,
}
