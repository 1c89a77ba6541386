using CcaEmu.Arm.Registers;

namespace CcaEmu.Campaign.Sweep;

/// <summary>Names of System registers and system instructions, as the tables have them.</summary>
internal static class SystemNames
{
    /// <summary>The name of op0:op1:CRn:CRm:op2, or null.</summary>
    public static string? NameOf(ushort encoding) => encoding >> 14 == 1
        ? SystemInstructionTable.TryFind(encoding, out SystemInstruction? line) ? line!.Name : null
        : SystemRegisterTable.TryFind(encoding, out SystemRegister register) ? SystemRegisterTable.Get(register).Name : null;
}
