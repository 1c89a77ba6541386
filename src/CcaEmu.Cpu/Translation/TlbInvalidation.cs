using CcaEmu.Arm;

namespace CcaEmu.Cpu;

/// <summary>What one TLBI instruction names: regime, security state, VMID, ASID, addresses.</summary>
/// <remarks>
/// Arm ARM, C5.5; J1.1 shared pseudocode AArch64.TLBI_ALL, _ASID, _VA, _VAA, _VMALL, _IPAS2 and their range forms. Dropping more than it
/// names is allowed, and is done where naming less would cost more: nothing here distinguishes global entries, so that an address is
/// dropped for every ASID; a level hint (TTL) is not used.
/// </remarks>
internal readonly record struct TlbInvalidation
{
    /// <summary>The regime that loses translations.</summary>
    public Regime Regime { get; init; }

    /// <summary>Security state of the regime.</summary>
    public SecurityState State { get; init; }

    /// <summary>Only translations under this VMID; null for all.</summary>
    public ushort? Vmid { get; init; }

    /// <summary>Only translations under this ASID; null for all. Only without <see cref="ByAddress"/>.</summary>
    public ushort? Asid { get; init; }

    /// <summary>Whether only translations of some virtual addresses are lost.</summary>
    public bool ByAddress { get; init; }

    /// <summary>First virtual address, bits 55:0.</summary>
    public ulong Address { get; init; }

    /// <summary>Length in bytes from <see cref="Address"/>.</summary>
    public ulong Bytes { get; init; }

    /// <summary>Whether only entries of the last level of lookup are lost.</summary>
    public bool LastLevelOnly { get; init; }

    /// <summary>Whether stage 2 loses its entries too.</summary>
    public bool ReachesStage2 { get; init; }

    /// <summary>Whether a space holds translations that may be meant.</summary>
    public bool Concerns(TranslationSpace space) =>
        space.Regime == Regime && space.Controls.State == State
        && (Vmid is not { } vmid || space.Stage2 is not { } stage2 || stage2.Vmid == vmid)
        && (Asid is not { } asid || space.Asid == asid);

    /// <summary>Whether a stage 2 is meant.</summary>
    public bool Concerns(Stage2Geometry stage2) =>
        Regime == Regime.EL10 && stage2.Controls.State == State && (Vmid is not { } vmid || stage2.Vmid == vmid);
}
