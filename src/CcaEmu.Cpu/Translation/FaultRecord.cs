using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <summary>One memory fault: everything that ESR_ELx, FAR_ELx, HPFAR_EL2 and MFAR_EL3 are derived from.</summary>
/// <remarks>Arm ARM, J1.3 shared pseudocode type FaultRecord.</remarks>
public struct FaultRecord
{
    /// <summary>Why; <see cref="FaultKind.None"/> when there is no fault.</summary>
    public FaultKind Kind;

    /// <summary>Translation stage that faulted: 1 or 2.</summary>
    public byte Stage;

    /// <summary>Lookup level, -1 to 3.</summary>
    public int Level;

    /// <summary>Whether the fault was on a translation table walk rather than on the access itself.</summary>
    public bool OnWalk;

    /// <summary>Whether a stage 2 fault (or a granule protection fault) hit a stage 1 table walk: ESR_ELx.S1PTW.</summary>
    public bool S1PTW;

    /// <summary>Whether the fault is on the part of an access that lies in the next page: its syndrome then does not describe the instruction.</summary>
    public bool IsUpperPart;

    /// <summary>What the access wanted; in a permission fault of an atomic, the part of it that was refused.</summary>
    public AccessKind Access;

    /// <summary>Virtual address of the access.</summary>
    public ulong Va;

    /// <summary>Intermediate physical address where stage 2 is concerned.</summary>
    public ulong Ipa;

    /// <summary>Address space of <see cref="Ipa"/>: Secure state has two (HPFAR_EL2.NS tells which).</summary>
    public Pas IpaPas;

    /// <summary>Physical address and space of the fetch or access that was refused, where it came so far.</summary>
    public PhysicalAddress Pa;

    /// <summary>What the granule protection check said where it refused.</summary>
    public GpcResult Gpc;

    /// <summary>Whether there is a fault.</summary>
    public readonly bool IsFault => Kind != FaultKind.None;

    /// <summary>Whether the fault is reported as a Granule Protection Check exception at EL3 whatever SCR_EL3.GPF says.</summary>
    /// <remarks>J1.1 shared pseudocode ReportAsGPCException.</remarks>
    public readonly bool IsGptFault => Kind == FaultKind.GranuleProtection && Gpc.Kind != GpcFaultKind.Protection;

    /// <summary>The DFSC or IFSC that reports this fault.</summary>
    public readonly FaultStatusCode StatusCode => Kind switch
    {
        FaultKind.Alignment => FaultStatusCode.Alignment,
        FaultKind.AddressSize => FaultStatusCodes.AddressSize(Level),
        FaultKind.Translation => FaultStatusCodes.Translation(Level),
        FaultKind.AccessFlag => FaultStatusCode.AccessFlagLevel0 + (byte)Level,
        FaultKind.Permission => FaultStatusCode.PermissionLevel0 + (byte)Level,
        FaultKind.ExternalAbort when OnWalk => FaultStatusCode.ExternalAbortOnWalkLevel0 + (byte)Level,
        FaultKind.ExternalAbort => FaultStatusCode.SynchronousExternalAbort,
        FaultKind.UnsupportedExclusive => FaultStatusCode.UnsupportedExclusiveOrAtomic,
        FaultKind.GranuleProtection when OnWalk => FaultStatusCode.GranuleProtectionOnWalkLevel0 + (byte)Level,
        _ => FaultStatusCode.GranuleProtection,
    };

    /// <summary>The fault as the manual names it, for example <c>Translation fault, stage 2, level 3, IPA 0x40000000</c>.</summary>
    public override readonly string ToString()
    {
        string where = Stage == 2 || S1PTW ? $", IPA 0x{Ipa:x}" : "";
        string physical = Kind is FaultKind.GranuleProtection or FaultKind.ExternalAbort ? $", PA {Pa}" : "";
        return $"{StatusCode.Describe()}, stage {Stage}, VA 0x{Va:x}{where}{physical}";
    }
}
