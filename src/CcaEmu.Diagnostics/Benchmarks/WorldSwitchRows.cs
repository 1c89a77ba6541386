using CcaEmu.Cpu.Accounting;
using CcaEmu.Diagnostics.Crossings;

namespace CcaEmu.Diagnostics.Benchmarks;

/// <summary>The measurements: which kind of crossing each is, and in which order they are shown.</summary>
public static class WorldSwitchRows
{
    private static readonly (string Name, CrossingFamily Family, string Kind, string What)[] Table =
    [
        ("smc_rt", CrossingFamily.Sample, "smc_rt", "host: SMC to EL3 and back (SMCCC_VERSION)"),
        ("rmi_rt", CrossingFamily.Sample, "rmi_rt", "host: RMI to the RMM and back, for a command that does not exist"),
        ("rmi_version", CrossingFamily.Sample, "rmi_version", "host: RMI_VERSION"),
        ("rsi_rt", CrossingFamily.Sample, "rsi_rt", "realm: RSI to the RMM and back (RSI_VERSION)"),
        ("rsi_host_call", CrossingFamily.Sample, "rsi_host_call", "realm: RSI_HOST_CALL to the VMM and back"),
        ("hyp_call", CrossingFamily.Sample, "hyp_call", "ordinary VM: HVC to the hypervisor and back (PSCI_VERSION)"),
        ("vm_host_call", CrossingFamily.Sample, "vm_host_call", "ordinary VM: HVC to the VMM and back"),
        ("rec_enter_exit", CrossingFamily.Call, "NS-EL2: RMI_REC_ENTER, without the guest", "host: RMI_REC_ENTER to its return, the guest's own part left out"),
        ("sysreg_trap", CrossingFamily.Sample, "sysreg_trap", "realm: read of an ID register, which the RMM answers"),
        ("vm_sysreg_trap", CrossingFamily.Sample, "vm_sysreg_trap", "ordinary VM: the same, which the hypervisor answers"),
        ("mmio_read_user", CrossingFamily.Sample, "mmio_read_user", "realm: read of a device that the VMM emulates (UARTFR)"),
        ("vm_mmio_read_user", CrossingFamily.Sample, "vm_mmio_read_user", "ordinary VM: the same"),
        ("mmio_read_vgic", CrossingFamily.Sample, "mmio_read_vgic", "realm: read of the emulated distributor (GICD_IIDR)"),
        ("vm_mmio_read_vgic", CrossingFamily.Sample, "vm_mmio_read_vgic", "ordinary VM: the same"),
        ("eoi", CrossingFamily.Sample, "eoi", "realm: write of ICC_EOIR1_EL1, which does not trap"),
        ("vm_eoi", CrossingFamily.Sample, "vm_eoi", "ordinary VM: the same"),
        ("ipi", CrossingFamily.Sample, "ipi", "realm: ICC_SGI1R_EL1 until the other REC has taken the interrupt; both PEs together"),
        ("vm_ipi", CrossingFamily.Sample, "vm_ipi", "ordinary VM: the same; both PEs together"),
        ("timer_10ms", CrossingFamily.Sample, "timer_10ms", "realm: WFI until a timer of 10 ms has interrupted; by the profile, waiting may cost nothing"),
        ("vm_timer_10ms", CrossingFamily.Sample, "vm_timer_10ms", "ordinary VM: the same"),
        ("granule_delegate", CrossingFamily.Sample, "granule_delegate", "host: RMI_GRANULE_RANGE_DELEGATE of one granule of 4 KiB"),
        ("granule_undelegate", CrossingFamily.Sample, "granule_undelegate", "host: RMI_GRANULE_RANGE_UNDELEGATE of one granule of 4 KiB"),
        ("data_map", CrossingFamily.Call, "NS-EL2: RMI_RTT_DATA_MAP", "host: RMI_RTT_DATA_MAP"),
        ("first_touch", CrossingFamily.Sample, "first_touch", "realm: first store to a page: fault, delegation, RMI_RTT_DATA_MAP"),
        ("vm_first_touch", CrossingFamily.Sample, "vm_first_touch", "ordinary VM: first store to a page: fault and mapping"),
        ("ripas_change", CrossingFamily.Sample, "ripas_change", "realm: RSI_IPA_STATE_SET of one page to EMPTY, which the host follows"),
        ("realm_boot", CrossingFamily.Sample, "realm_boot", "host: from the first delegation to the guest's first instruction"),
        ("realm_teardown", CrossingFamily.Sample, "realm_teardown", "host: from RMI_REALM_TERMINATE until all memory is back"),
    ];

    private static readonly (string Vm, string Realm)[] PairTable =
    [
        ("vm_host_call", "rsi_host_call"), ("hyp_call", "rsi_rt"), ("vm_sysreg_trap", "sysreg_trap"), ("vm_mmio_read_user", "mmio_read_user"),
        ("vm_mmio_read_vgic", "mmio_read_vgic"), ("vm_eoi", "eoi"), ("vm_ipi", "ipi"), ("vm_timer_10ms", "timer_10ms"), ("vm_first_touch", "first_touch"),
    ];

    /// <summary>What is the same thing in an ordinary virtual machine and in a realm, by the names of the rows.</summary>
    public static IReadOnlyList<(string Vm, string Realm)> Pairs => PairTable;

    /// <summary>The rows of some runs.</summary>
    /// <param name="ledgers">Their ledgers, closed: what is in the first is not looked for in the others.</param>
    /// <param name="profile">Which of the ledgers' profiles.</param>
    /// <param name="hostNanoseconds">Host time of the samples by name.</param>
    /// <param name="missing">Takes the names of what did not occur, and why.</param>
    public static IReadOnlyList<WorldSwitchRow> Of(
        IEnumerable<CrossingLedger> ledgers, int profile, IReadOnlyDictionary<string, double> hostNanoseconds, IDictionary<string, string> missing)
    {
        Dictionary<(CrossingFamily, string), CrossingStatistics> kinds = ledgers.SelectMany(ledger => ledger.Statistics)
            .GroupBy(kind => (kind.Family, kind.Name)).ToDictionary(group => group.Key, group => group.First());
        List<WorldSwitchRow> rows = [];
        foreach ((string name, CrossingFamily family, string kind, string what) in Table)
        {
            if (!kinds.TryGetValue((family, kind), out CrossingStatistics? found))
                missing[name] = "it did not occur in this run";
            else
                rows.Add(RowOf(name, what, found, profile, hostNanoseconds.TryGetValue(name, out double time) ? time : null));
        }
        return rows;
    }

    private static WorldSwitchRow RowOf(string name, string what, CrossingStatistics kind, int profile, double? hostNanoseconds) => new()
    {
        Name = name,
        What = what,
        Instructions = kind.Instructions,
        Thousandths = kind.Prices[profile],
        Prices = [.. kind.PriceValues[profile].Select(price => new PriceCount(price.Value, price.Count))],
        Steps = WorkSteps.All.ToArray().Where(step => kind.Work[(int)step.Step] != 0).ToDictionary(step => step.Name, step => kind.Work[(int)step.Step]),
        HostNanoseconds = hostNanoseconds,
    };
}
