namespace CcaEmu.Hypervisor;

/// <summary>The last REC exit of a run, as far as the RMM shows it to a host. The realm's PC is not shown.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiRecExit.</remarks>
/// <param name="Reason">The exit reason, for example "Sync" or "Psci".</param>
/// <param name="Esr">ESR_EL2 with the fields the host may see; 0 where the exit has none.</param>
/// <param name="Far">FAR_EL2: the offset in the page, for emulatable aborts only.</param>
/// <param name="Hpfar">HPFAR_EL2; 0 where the exit has none.</param>
public sealed record RealmExitReport(string Reason, ulong Esr, ulong Far, ulong Hpfar)
{
    /// <summary>The exit in words, with its syndrome decoded where it has one.</summary>
    public string Text { get; init; } = Reason;
}
