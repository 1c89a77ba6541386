using System.Globalization;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Machine.Inspection;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Inspection;

/// <summary>Looks at the tables of a machine that stands still: GPT, granules, RTTs, realms, RECs, TLBs, interrupt controller.</summary>
/// <remarks>GPT, TLB and GIC are the machine's own; the others are what a managed RMM shows (<see cref="IRealmInspector"/>).</remarks>
public static class Inspections
{
    private const ulong Page = 0x1000;

    /// <summary>The names that <see cref="Of"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["gpt", "granules", "rtt", "realms", "recs", "tlb", "gic"];

    /// <summary>Makes one inspection.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="inspector">The RMM's; null where it shows nothing: then its tables are empty.</param>
    /// <exception cref="ArgumentException">Another name.</exception>
    public static InspectionTable Of(string name, Machine.Machine machine, IRealmInspector? inspector) => name switch
    {
        "gpt" => Gpt(machine),
        "granules" => Granules(machine, inspector),
        "rtt" => Rtt(inspector),
        "realms" => Realms(inspector),
        "recs" => Recs(inspector),
        "tlb" => Tlb(machine),
        "gic" => Gic(machine),
        _ => throw new ArgumentException($"there is no inspection '{name}'", nameof(name)),
    };

    private static InspectionTable Gpt(Machine.Machine machine)
    {
        GranuleProtection physical = machine.Pes[0].Physical;
        List<IReadOnlyList<string>> rows = [];
        foreach (Ram bank in machine.Memory.Banks.OrderBy(bank => bank.Base))
        {
            ulong from = bank.Base;
            GpcResult kept = physical.Inspect(from);
            for (ulong at = bank.Base + Page; at <= bank.Base + bank.Size; at += Page)
            {
                GpcResult now = at < bank.Base + bank.Size ? physical.Inspect(at) : default;
                if (at < bank.Base + bank.Size && now.Gpi == kept.Gpi && now.Level == kept.Level && now.Kind == kept.Kind)
                    continue;
                rows.Add([Hex(from), Hex(at), kept.Gpi.ToString(), Number(kept.Level), Number((at - from) / Page)]);
                (from, kept) = (at, now);
            }
        }
        return new("Granule Protection Table, memory only", ["from", "to", "GPI", "GPT level", "granules"], rows);
    }

    private static InspectionTable Granules(Machine.Machine machine, IRealmInspector? inspector)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (GranuleView granule in inspector?.Granules.OrderBy(granule => granule.Address) ?? Enumerable.Empty<GranuleView>())
            rows.Add([Hex(granule.Address), granule.State.ToString().ToUpperInvariant(), machine.Pes[0].Physical.Inspect(granule.Address).Gpi.ToString()]);
        return new("Granules that are not UNDELEGATED", ["address", "state", "GPI"], rows);
    }

    private static InspectionTable Rtt(IRealmInspector? inspector)
    {
        List<IReadOnlyList<string>> rows = [];
        List<int> depths = [];
        foreach (RealmView realm in inspector?.Realms ?? [])
        {
            foreach (RttEntryView entry in inspector!.Entries(realm.Rd))
            {
                rows.Add([
                    Hex(realm.Rd), Number(entry.Level), Hex(entry.Ipa), entry.Hipas, entry.Ripas?.ToString().ToUpperInvariant() ?? "-",
                    entry.Output == 0 ? "-" : Hex(entry.Output), Hex(entry.Descriptor)]);
                depths.Add(entry.Level - realm.RttLevelStart);
            }
        }
        return new("Realm translation tables", ["RD", "level", "IPA", "HIPAS", "RIPAS", "PA", "descriptor"], rows, depths);
    }

    private static InspectionTable Realms(IRealmInspector? inspector) => new(
        "Realms", ["RD", "state", "IPA width", "RTT base", "start level", "tables", "VMID", "RECs", "hash", "RIM"],
        [.. (inspector?.Realms ?? []).Select(realm => (IReadOnlyList<string>)[
            Hex(realm.Rd), realm.State.ToString().ToUpperInvariant(), Number(realm.IpaWidth), Hex(realm.RttBase), Number(realm.RttLevelStart),
            Number(realm.RttNumStart), Number(realm.Vmid), Number(realm.NumRecs), realm.HashAlgorithm.ToString(), realm.Rim])]);

    private static InspectionTable Recs(IRealmInspector? inspector) => new(
        "RECs", ["REC", "RD", "MPIDR", "state", "runnable", "pending", "PC", "PSTATE"],
        [.. (inspector?.Recs ?? []).Select(rec => (IReadOnlyList<string>)[
            Hex(rec.Rec), Hex(rec.Rd), Hex(rec.Mpidr), rec.State.ToString().ToUpperInvariant(), rec.IsRunnable ? "yes" : "no", rec.Pending,
            Hex(rec.Pc), new SpsrValue(rec.Pstate).ToString()])]);

    private static InspectionTable Tlb(Machine.Machine machine)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (ProcessingElement pe in machine.Pes)
        {
            foreach (TlbLine line in pe.InspectTlb())
            {
                rows.Add([
                    Number(pe.Index), line.Regime, line.State.ToString(), Number(line.Asid), line.Vmid is { } vmid ? Number(vmid) : "-", line.Privilege,
                    Hex(line.Va), Hex(line.Output), pe.Physical.Inspect(line.Output).Gpi.ToString(), line.Access.ToString()]);
            }
        }
        return new("TLB entries", ["PE", "regime", "state", "ASID", "VMID", "permissions of", "VA", "PA", "GPI", "access"], rows);
    }

    private static InspectionTable Gic(Machine.Machine machine)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (ProcessingElement pe in machine.Pes)
        {
            string where = $"PE{pe.Index}";
            rows.Add([where, "ICC_PMR_EL1", Hex(pe[SystemRegister.ICC_PMR_EL1]), "priority mask"]);
            rows.Add([where, "ICC_IGRPEN1_EL1", Hex(pe[SystemRegister.ICC_IGRPEN1_EL1]), "group 1 enable"]);
            rows.Add([where, "ICH_HCR_EL2", Hex(pe[SystemRegister.ICH_HCR_EL2]), "virtual interface control"]);
            rows.Add([where, "ICH_VMCR_EL2", Hex(pe[SystemRegister.ICH_VMCR_EL2]), Vmcr(pe[SystemRegister.ICH_VMCR_EL2])]);
            rows.Add([where, "ICH_AP1R0_EL2", Hex(pe[SystemRegister.ICH_AP1R0_EL2]), "active priorities"]);
            int count = ICH_VTR_EL2.ListRegs.GetInt(pe[SystemRegister.ICH_VTR_EL2]) + 1;
            for (ushort i = 0; i < count; i++)
            {
                ulong lr = pe[SystemRegister.ICH_LR0_EL2 + i];
                if (ICH_LR_EL2.State.Get(lr) != 0)
                    rows.Add([where, $"ICH_LR{i}_EL2", Hex(lr), ListRegister(lr)]);
            }
        }
        AddDistributor(machine, rows);
        return new("Interrupt controller", ["where", "register", "value", "meaning"], rows);
    }

    // GICD_ISENABLER, ISPENDR and ISACTIVER of the SPIs: reading them changes nothing. GICv3 architecture specification (IHI 0069), chapter 12.
    private static void AddDistributor(Machine.Machine machine, List<IReadOnlyList<string>> rows)
    {
        const int firstSpiWord = 1, lastSpiWord = 31;
        foreach ((string name, ulong offset, string meaning) in new[]
        {
            ("GICD_ISENABLER", 0x100UL, "enabled"), ("GICD_ISPENDR", 0x200UL, "pending"), ("GICD_ISACTIVER", 0x300UL, "active"),
        })
        {
            for (int n = firstSpiWord; n < lastSpiWord; n++)
            {
                ulong value = machine.Gic.DistributorFrame.Read(Pas.Root, offset + (ulong)n * 4, 4);
                if (value != 0)
                    rows.Add(["distributor", $"{name}{n}", Hex(value), $"{meaning}: {string.Join(", ", Bits(value).Select(bit => $"INTID {n * 32 + bit}"))}"]);
            }
        }
    }

    private static IEnumerable<int> Bits(ulong value) => Enumerable.Range(0, 32).Where(bit => (value >> bit & 1) != 0);

    private static string Vmcr(ulong value) => string.Create(
        CultureInfo.InvariantCulture, $"virtual priority mask 0x{value >> 24 & 0xFF:X}, group 0 {((value & 1) != 0 ? "on" : "off")}, group 1 {((value & 2) != 0 ? "on" : "off")}");

    private static string ListRegister(ulong value)
    {
        string state = ICH_LR_EL2.State.Get(value) switch { 1 => "pending", 2 => "active", _ => "pending and active" };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"INTID {ICH_LR_EL2.VINTID.Get(value)} {state}, priority 0x{ICH_LR_EL2.Priority.Get(value):X}{((value & ICH_LR_EL2.HW) != 0 ? ", HW" : "")}");
    }

    private static string Hex(ulong value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:X}");

    private static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
