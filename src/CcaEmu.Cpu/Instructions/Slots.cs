namespace CcaEmu.Cpu.Instructions;

/// <summary>From register numbers of a word to slots of <see cref="PeState.X"/>.</summary>
internal static class Slots
{
    /// <summary>A register that is read; 31 is XZR.</summary>
    public static byte Source(int register) => (byte)(register == 31 ? PeState.Zero : register);

    /// <summary>A register that is written; 31 is XZR.</summary>
    public static byte Destination(int register) => (byte)(register == 31 ? PeState.Discard : register);

    /// <summary>A register that is read or written; 31 is SP.</summary>
    public static byte OrSp(int register) => (byte)(register == 31 ? PeState.Sp : register);
}
