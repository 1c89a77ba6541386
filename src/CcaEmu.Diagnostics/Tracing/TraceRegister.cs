using System.Globalization;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Diagnostics.Tracing;

/// <summary>How a trace numbers the registers of a PE.</summary>
public static class TraceRegister
{
    /// <summary>Number of the current stack pointer; those below are X0 to X30.</summary>
    public const int Sp = 31;

    /// <summary>Number of PSTATE.NZCV, whose value is four bits, N in bit 3.</summary>
    public const int Nzcv = 32;

    /// <summary>Number of FPCR.</summary>
    public const int Fpcr = 33;

    /// <summary>Number of FPSR.</summary>
    public const int Fpsr = 34;

    /// <summary>How many registers of up to 64 bits hold what was last said of them.</summary>
    public const int Held = 35;

    /// <summary>Number of the System register that the instruction itself names: what MSR has written to it.</summary>
    public const int System = 35;

    /// <summary>How many numbers of up to 64 bits there are.</summary>
    public const int Scalars = 36;

    /// <summary>Number of V0; those up to V31 follow.</summary>
    public const int V0 = 64;

    /// <summary>Whether a number is a register's.</summary>
    /// <param name="number">The number.</param>
    public static bool Exists(int number) => number is >= 0 and < Scalars or >= V0 and < V0 + 32;

    /// <summary>Arm's name of a register.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="level">Level that uses it: names the stack pointer.</param>
    /// <param name="word">The instruction: names the System register that it writes.</param>
    /// <returns>For example <c>X7</c>, <c>SP_EL1</c>, <c>V3</c>, <c>VBAR_EL1</c>.</returns>
    public static string Name(int number, ExceptionLevel level, uint word) => number switch
    {
        < Sp => string.Create(CultureInfo.InvariantCulture, $"X{number}"),
        Sp => $"SP_{level}",
        Nzcv => "NZCV",
        Fpcr => "FPCR",
        Fpsr => "FPSR",
        System => SystemRegisterTable.NameOf((ushort)(word >> 5)),
        _ => string.Create(CultureInfo.InvariantCulture, $"V{number - V0}"),
    };
}
