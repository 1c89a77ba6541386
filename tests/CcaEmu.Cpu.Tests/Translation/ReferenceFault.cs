using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>FaultRecord of the Arm ARM's pseudocode, as far as this PE's features reach.</summary>
internal record struct ReferenceFault
{
    public ReferenceStatus Status;
    public int Level;
    public bool SecondStage, S2FS1Walk, Write;
    public ulong IPAddress;
    public Pas IPASpace;
    public PhysicalAddress PAddress;
    public GpcFaultKind Gpf;
    public int GpcLevel;
    public bool GpcfS2Walk;

    public readonly bool IsExternalAbort => Status is ReferenceStatus.SyncExternalOnWalk || Gpf == GpcFaultKind.ExternalAbort;

    /// <summary>J1.3 IPAValid.</summary>
    public readonly bool IPAValid
    {
        get
        {
            if (Gpf != GpcFaultKind.None)
                return SecondStage;
            bool common = Status is ReferenceStatus.AccessFlag or ReferenceStatus.Translation or ReferenceStatus.AddressSize;
            return S2FS1Walk ? common || Status == ReferenceStatus.Permission : SecondStage && common;
        }
    }
}

/// <summary>The values of the pseudocode's type Fault that a memory access of this PE can end with.</summary>
internal enum ReferenceStatus
{
    None,
    Alignment,
    AddressSize,
    Translation,
    AccessFlag,
    Permission,
    SyncExternalOnWalk,
    GpcfOnWalk,
    GpcfOnOutput,
}
