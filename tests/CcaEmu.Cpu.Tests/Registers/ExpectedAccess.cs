using CcaEmu.Arm;

namespace CcaEmu.Cpu.Tests.Registers;

/// <summary>What a fact says becomes of an instruction.</summary>
/// <param name="Target">The level of the exception; null for UNDEFINED; EL0 where it is executed.</param>
/// <param name="Syndrome">ESR_ELx of an exception to <paramref name="Target"/>.</param>
/// <param name="ReturnOffset">Bytes from the instruction to the preferred return address.</param>
/// <param name="IsFollowed">False where it does not go on behind itself.</param>
internal readonly record struct ExpectedAccess(ExceptionLevel? Target, ulong Syndrome, ulong ReturnOffset, bool IsFollowed)
{
    /// <summary>Nothing stops it.</summary>
    public bool IsAllowed => Target == ExceptionLevel.EL0;

    /// <summary>It is UNDEFINED.</summary>
    public bool IsUndefined => Target is null;
}
