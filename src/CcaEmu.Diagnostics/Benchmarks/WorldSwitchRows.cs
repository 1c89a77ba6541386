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
        ("rec_enter_exit", CrossingFamily.Call, "NS-EL2: RMI_REC_ENTER, without the guest", "host: RMI_REC_ENTER to its return, the guest's own part left out"),
        ("sysreg_trap", CrossingFamily.Sample, "sysreg_trap", "realm: read of an ID register, which the RMM answers"),
        ("mmio_read_user", CrossingFamily.Sample, "mmio_read_user", "realm: read of a device that the VMM emulates (UARTFR)"),
        ("mmio_read_vgic", CrossingFamily.Sample, "mmio_read_vgic", "realm: read of the emulated distributor (GICD_IIDR)"),
        ("eoi", CrossingFamily.Sample, "eoi", "realm: write of ICC_EOIR1_EL1, which does not trap"),
        ("ipi", CrossingFamily.Sample, "ipi", "realm: ICC_SGI1R_EL1 until the other REC has taken the interrupt; both PEs together"),
        ("timer_10ms", CrossingFamily.Sample, "timer_10ms", "realm: WFI until a timer of 10 ms has interrupted; by the profile, waiting may cost nothing"),
        ("granule_delegate", CrossingFamily.Sample, "granule_delegate", "host: RMI_GRANULE_RANGE_DELEGATE of one granule of 4 KiB"),
        ("granule_undelegate", CrossingFamily.Sample, "granule_undelegate", "host: RMI_GRANULE_RANGE_UNDELEGATE of one granule of 4 KiB"),
        ("data_map", CrossingFamily.Call, "NS-EL2: RMI_RTT_DATA_MAP", "host: RMI_RTT_DATA_MAP"),
        ("first_touch", CrossingFamily.Sample, "first_touch", "realm: first store to a page: fault, delegation, RMI_RTT_DATA_MAP"),
        ("ripas_change", CrossingFamily.Sample, "ripas_change", "realm: RSI_IPA_STATE_SET of one page to EMPTY, which the host follows"),
        ("realm_boot", CrossingFamily.Sample, "realm_boot", "host: from the first delegation to the guest's first instruction"),
        ("realm_teardown", CrossingFamily.Sample, "realm_teardown", "host: from RMI_REALM_TERMINATE until all memory is back"),
    ];

    /// <summary>The rows of a run.</summary>
    /// <param name="ledger">Its ledger, closed.</param>
    /// <param name="profile">Which of the ledger's profiles.</param>
    /// <param name="hostNanoseconds">Host time of the samples by name.</param>
    /// <param name="missing">Takes the names of what did not occur, and why.</param>
    public static IReadOnlyList<WorldSwitchRow> Of(
        CrossingLedger ledger, int profile, IReadOnlyDictionary<string, double> hostNanoseconds, IDictionary<string, string> missing)
    {
        Dictionary<(CrossingFamily, string), CrossingStatistics> kinds = ledger.Statistics
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
