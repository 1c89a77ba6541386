using CcaEmu.Arm.Rmi;

namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <summary>HIPAS of an entry of a translation table.</summary>
internal enum ModelHipas : byte
{
    /// <summary>VOID, or UNMAPPED_NS in the unprotected half.</summary>
    Void,

    /// <summary>DATA.</summary>
    Data,

    /// <summary>MAPPED_NS.</summary>
    MappedNs,

    /// <summary>TABLE.</summary>
    Table,
}

/// <summary>One entry of a translation table, as the specification sees it.</summary>
/// <param name="Hipas">What it is.</param>
/// <param name="Ripas">For leaves of the protected half.</param>
/// <param name="Address">Output address, or the table's.</param>
/// <param name="Attributes">MemAttr and S2AP of MAPPED_NS, as the host's flags have them.</param>
/// <param name="Child">The table.</param>
internal readonly record struct ModelEntry(
    ModelHipas Hipas, Ripas Ripas = Ripas.Empty, ulong Address = 0, ulong Attributes = 0, ModelTable? Child = null)
{
    /// <summary>DATA and TABLE make a table live; MAPPED_NS does not.</summary>
    public bool MakesLive => Hipas is ModelHipas.Data or ModelHipas.Table;
}
