using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <summary>One of the keys that pointers are authenticated with, as a type.</summary>
/// <remarks>Arm ARM, J1.1 shared pseudocode AddPACIA and its kin, AuthIA and its kin, IsAPIAKeyEnabled and its kin.</remarks>
internal interface IPacKey
{
    /// <summary>Register with bits 63:0; bits 127:64 are in the one behind it.</summary>
    static abstract SystemRegister Low { get; }

    /// <summary>Bit of SCTLR_ELx that enables it.</summary>
    static abstract ulong Enable { get; }

    /// <summary>Whether pointers are to data.</summary>
    static abstract bool IsData { get; }

    /// <summary>0 for an A key, 1 for a B key.</summary>
    static abstract ulong Number { get; }
}

internal readonly struct KeyIA : IPacKey
{
    public static SystemRegister Low => SystemRegister.APIAKeyLo_EL1;

    public static ulong Enable => SCTLR_ELx.EnIA;

    public static bool IsData => false;

    public static ulong Number => 0;
}

internal readonly struct KeyIB : IPacKey
{
    public static SystemRegister Low => SystemRegister.APIBKeyLo_EL1;

    public static ulong Enable => SCTLR_ELx.EnIB;

    public static bool IsData => false;

    public static ulong Number => 1;
}

internal readonly struct KeyDA : IPacKey
{
    public static SystemRegister Low => SystemRegister.APDAKeyLo_EL1;

    public static ulong Enable => SCTLR_ELx.EnDA;

    public static bool IsData => true;

    public static ulong Number => 0;
}

internal readonly struct KeyDB : IPacKey
{
    public static SystemRegister Low => SystemRegister.APDBKeyLo_EL1;

    public static ulong Enable => SCTLR_ELx.EnDB;

    public static bool IsData => true;

    public static ulong Number => 1;
}
