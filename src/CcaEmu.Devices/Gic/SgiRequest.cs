namespace CcaEmu.Devices.Gic;

/// <summary>A software generated interrupt as a PE asks for it.</summary>
/// <param name="Id">0 to 15.</param>
/// <param name="ToAllOthers">To every PE but the one that asks; else to those that the affinity names.</param>
/// <param name="Affinity">Aff3.Aff2.Aff1 of the targets, laid out as in MPIDR_EL1, Aff0 zero.</param>
/// <param name="FirstAff0">Aff0 of bit 0 of the target list.</param>
/// <param name="Targets">Target list, one bit for each Aff0.</param>
/// <param name="FromSecure">Asked by EL3 or the Secure state.</param>
/// <param name="Group">The group it is asked for.</param>
/// <remarks>Arm GIC architecture (IHI 0069), "ICC_SGI1R_EL1" and its alias, "ICC_SGI0R_EL1".</remarks>
internal readonly record struct SgiRequest(
    int Id, bool ToAllOthers, ulong Affinity, int FirstAff0, uint Targets, bool FromSecure, InterruptGroup Group)
{
    public static SgiRequest Of(ulong value, bool fromSecure, InterruptGroup group) => new(
        (int)(value >> 24) & 0xF, (value >> 40 & 1) != 0, (value >> 16 & 0xFF) << 8 | (value >> 32 & 0xFF) << 16 | (value >> 48 & 0xFF) << 32,
        (int)(value >> 44 & 0xF) * 16, (uint)value & 0xFFFF, fromSecure, group);

    /// <summary>Whether the PE with an affinity is meant; RSS is not implemented, so that a range selector names nobody.</summary>
    public bool IsFor(ulong affinity)
    {
        int aff0 = (int)(affinity & 0xFF);
        return (affinity & ~0xFFUL) == Affinity && FirstAff0 == 0 && aff0 < 16 && (Targets >> aff0 & 1) != 0;
    }

    /// <summary>Whether the group that the target has given the SGI, and NSACR, let it through.</summary>
    public bool IsAllowed(InterruptGroup actual, int access, bool singleState)
    {
        if (singleState)
            return Group == InterruptGroup.Group0 ? actual == InterruptGroup.Group0 : true;
        if (FromSecure)
            return actual == Group || (Group == InterruptGroup.Group1Secure && actual == InterruptGroup.Group0);
        return actual switch
        {
            InterruptGroup.Group0 => Group != InterruptGroup.Group1NonSecure && access >= 1,
            InterruptGroup.Group1Secure => Group == InterruptGroup.Group1Secure && access >= 2,
            _ => Group == InterruptGroup.Group1NonSecure,
        };
    }
}
