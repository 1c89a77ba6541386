using System.Globalization;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Machine.Inspection;

/// <summary>One entry of a Realm translation table.</summary>
/// <param name="Ipa">First IPA it stands for.</param>
/// <param name="Level">Its level.</param>
/// <param name="Address">Physical address of the entry.</param>
/// <param name="Descriptor">Its 64 bits.</param>
/// <param name="State">State: VOID, DATA or TABLE in a protected half; for unprotected IPAs DATA is MAPPED_NS, and VOID is UNMAPPED_NS.</param>
/// <param name="IsProtected">Whether its IPA is in the protected half.</param>
/// <param name="Ripas">RIPAS of a protected leaf; null for tables and unprotected IPAs.</param>
/// <param name="Output">Output address of a leaf with memory, or address of the next table; else 0.</param>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "RTT entry attributes".</remarks>
public sealed record RttEntryView(
    ulong Ipa, int Level, ulong Address, ulong Descriptor, RttEntryState State, bool IsProtected, Ripas? Ripas, ulong Output)
{
    /// <summary>HIPAS by the specification's name, or TABLE.</summary>
    public string Hipas => (State, IsProtected) switch
    {
        (RttEntryState.Table, _) => "TABLE",
        (RttEntryState.Data, true) => "DATA",
        (RttEntryState.Data, false) => "MAPPED_NS",
        (_, true) => "VOID",
        _ => "UNMAPPED_NS",
    };

    /// <summary>For example <c>IPA 0x80000000 level 3: HIPAS DATA, RIPAS RAM, PA 0x88011000</c>.</summary>
    public override string ToString()
    {
        string ripas = Ripas is { } value ? $", RIPAS {value.ToString().ToUpperInvariant()}" : "";
        string output = Output == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", PA 0x{Output:X}");
        return string.Create(CultureInfo.InvariantCulture, $"IPA 0x{Ipa:X} level {Level}: HIPAS {Hipas}{ripas}{output}");
    }
}
