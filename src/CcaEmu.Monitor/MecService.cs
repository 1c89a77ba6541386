using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;

namespace CcaEmu.Monitor;

/// <summary>Gives memory encryption contexts of the Realm space other keys, for the RMM.</summary>
/// <remarks>RMM-EL3 communication interface 2.0, RMM_MEC_REFRESH; FIRME, MECID management. The engine that holds the keys is the board's.</remarks>
internal static class MecService
{
    private const int MecidShift = 32;
    private const ulong Mecid = 0xFFFF;

    // Why the RMM asks: 0, a Realm is made; 1, one is gone. What is done is the same.
    private const ulong Reason = 1;

    /// <summary>Whether the PE has contexts.</summary>
    public static bool IsOffered(ProcessingElement pe) => pe.Physical.Memory.Encryption is not null;

    /// <summary>MECIDR_EL2.MECIDWidthm1.</summary>
    public static ulong WidthMinusOne(ProcessingElement pe) => (ulong)pe.Physical.Memory.Encryption!.MecidBits - 1;

    /// <summary>Serves X1: MECID in bits 47:32, the reason in bit 0.</summary>
    /// <returns>E_RMM_UNK without contexts; E_RMM_INVAL for another bit, or a MECID that is too wide.</returns>
    public static RmmEl3Status Refresh(ProcessingElement pe)
    {
        if (pe.Physical.Memory.Encryption is not { } encryption)
            return RmmEl3Status.Unknown;
        ulong mecid = pe.X(1) >> MecidShift & Mecid;
        if ((pe.X(1) & ~(Mecid << MecidShift | Reason)) != 0 || mecid >> encryption.MecidBits != 0)
            return RmmEl3Status.Invalid;
        encryption.Refresh((int)mecid);
        return RmmEl3Status.Ok;
    }
}
